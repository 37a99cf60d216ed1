import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { newestFor } from '../../../../../main/monitoring/feed/socketIo.ts';

/** A socket whose transport takes one message at a time, as a WebSocket's does. */
const aSocket = () => {
  const transport = Object.assign(new EventEmitter(), { writable: true });
  const sent: string[] = [];
  return {
    sent,
    socket: {
      conn: { transport },
      volatile: { emit: (_name: string, bytes: Buffer) => sent.push(bytes.toString()) },
    },
    /** Something else is being written, such as a heartbeat. */
    busy: (): void => {
      transport.writable = false;
    },
    ready: (): void => {
      transport.writable = true;
      transport.emit('ready');
    },
    waiting: () => transport.listenerCount('ready'),
  };
};
const bytes = (text: string) => () => Buffer.from(text);

test('a frame that is due while a heartbeat is being written goes right after it, and is not left out', () => {
  const { socket, sent, busy, ready } = aSocket();
  const emit = newestFor(socket);
  busy();
  emit('presence', bytes('1'));
  expect(sent).toEqual([]);
  ready();
  expect(sent).toEqual(['1']);
});

test('a console that does not keep up is sent the newest frame alone, as it is when it goes', () => {
  const { socket, sent, busy, ready, waiting } = aSocket();
  const emit = newestFor(socket);
  busy();
  let isOpen = true;
  for (const frame of ['1', '2', '3'])
    emit('presence', () => Buffer.from(isOpen ? `${frame} with places` : `${frame} without`));
  expect(waiting()).toBe(1);
  isOpen = false;
  ready();
  expect(sent).toEqual(['3 without']);
});

test('what is called off while it waits is not sent', () => {
  const { socket, sent, busy, ready } = aSocket();
  const emit = newestFor(socket);
  busy();
  emit('presence', () => null);
  ready();
  emit('presence', bytes('2'));
  expect(sent).toEqual(['2']);
});

test('a transport that others have filled again meanwhile is waited for once more', () => {
  const { socket, sent, busy, ready } = aSocket();
  const emit = newestFor(socket);
  socket.conn.transport.on('ready', busy); // what else waited goes first
  busy();
  emit('presence', bytes('1'));
  ready();
  expect(sent).toEqual([]);
  socket.conn.transport.off('ready', busy);
  ready();
  expect(sent).toEqual(['1']);
});

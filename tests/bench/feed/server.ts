/**
 * A socket.io server set up as the product's feed is, with as many desks as ask, sending each its own frame once a second: as the
 * product's binary frames, or the same as JSON. Prints its port, and at the end what the measured seconds cost.
 * Arguments: binary or json, desks, seconds.
 */
import { createServer } from 'node:http';
import type { Socket as NetSocket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Server, type Socket } from 'socket.io';
import { encodePresence, type PresenceFrame } from '../../../shared/protocol/presence.ts';
import { frameFor, SUBJECTS } from './frames.ts';
import type { Cost } from './cost.ts';

const [form = '', desks = '0', seconds = '0'] = process.argv.slice(2);
const WARM_UP_S = 3;
/** Frames are made ahead, so that making them up is not part of the cost; their figures repeat after so many seconds. */
const DIFFERENT = 4;

const http = createServer();
const wires = new Set<NetSocket>();
http.on('connection', (wire) => wires.add(wire));
const io = new Server(http, { serveClient: false, transports: ['websocket'], perMessageDeflate: false });
const sockets: Socket[] = [];

const emit = (socket: Socket, frame: PresenceFrame): void => {
  if (form === 'json') socket.volatile.emit('presence', frame);
  else socket.volatile.emit('presence', Buffer.from(encodePresence(frame).buffer));
};

const bytesWritten = (): number => [...wires].reduce((sum, wire) => sum + wire.bytesWritten, 0);

const run = async (): Promise<void> => {
  const frames = Array.from({ length: DIFFERENT }, (_, second) =>
    sockets.map((_socket, desk) => frameFor(desk, second + 1, 1_772_800_000_000 + second * 1000)),
  );
  const second = async (count: number): Promise<void> => {
    const now = frames[count % DIFFERENT] ?? [];
    for (const [desk, socket] of sockets.entries()) {
      const frame = now[desk];
      if (frame !== undefined) emit(socket, frame);
    }
    await delay(1000);
  };
  for (let count = 0; count < WARM_UP_S; count += 1) await second(count);
  const [bytes, used] = [bytesWritten(), process.cpuUsage()];
  for (let count = 0; count < Number(seconds); count += 1) await second(count);
  const { user, system } = process.cpuUsage(used);
  const cost: Cost = {
    bytes: bytesWritten() - bytes,
    cpu_us: user + system,
    frames: Number(seconds) * sockets.length,
    positions: Number(seconds) * sockets.length * SUBJECTS,
  };
  process.stdout.write(`${JSON.stringify(cost)}\n`);
  await io.close();
};

io.on('connection', (socket) => {
  sockets.push(socket);
  if (sockets.length === Number(desks)) void run();
});
http.listen(0, '127.0.0.1', () => {
  const address = http.address();
  if (address !== null && typeof address === 'object')
    process.stdout.write(`${JSON.stringify({ port: address.port })}\n`);
});

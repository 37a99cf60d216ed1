import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A line between a console and its server that can be cut and mended, or frozen and thawed. */
export type Line = {
  readonly url: string;
  /** Ends every connection over it, and lets none be made. */
  readonly cut: () => void;
  readonly mend: () => void;
  /** Lets every connection stand and nothing through, and what comes meanwhile wait. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  readonly close: () => Promise<void>;
};

export const openLine = async (port: number): Promise<Line> => {
  const sockets = new Set<Socket>();
  let whole = true;
  let frozen = false;
  const join = (socket: Socket, other: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined); // it was cut
    socket.on('close', () => {
      sockets.delete(socket);
      other.destroy();
    });
    socket.pipe(other);
    if (frozen) socket.pause();
  };
  const server = createServer((near) => {
    if (!whole) {
      near.destroy();
      return;
    }
    const far = connect(port, '127.0.0.1');
    join(near, far);
    join(far, near);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const cut = (): void => {
    whole = false;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, // a TCP server's address is an object
    cut,
    mend: () => {
      whole = true;
    },
    freeze: () => {
      frozen = true;
      for (const socket of sockets) socket.pause();
    },
    thaw: () => {
      frozen = false;
      for (const socket of sockets) socket.resume();
    },
    close: () => {
      cut();
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
  };
};

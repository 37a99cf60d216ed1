import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy on this machine that passes nothing on and remembers who was asked for. */
export type RecordingProxy = {
  /** Switches that send every request of Chromium to it, those to this machine too. */
  readonly args: readonly string[];
  /** Hosts asked for, in order; repeats included. */
  readonly asked: readonly string[];
  readonly close: () => void;
};

export const openRecordingProxy = async (): Promise<RecordingProxy> => {
  const asked: string[] = [];
  const server = createServer((request, answer) => {
    asked.push(request.url ?? '');
    answer.writeHead(502).end();
  });
  server.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a pipe's name
  return {
    args: [`--proxy-server=http://127.0.0.1:${port}`, '--proxy-bypass-list=<-loopback>'],
    asked,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

/** Remote addresses of this machine's own, or of none, as /proc writes them: 127.*, ::1, mapped 127.*, and nothing at all. */
const HERE = /^(?:0{8}|[0-9A-F]{6}7F|0{32}|0{24}01000000|0{16}FFFF0000[0-9A-F]{6}7F):/;

/**
 * Chromium asks the kernel whether there is a way to IPv6 by pointing a datagram socket at this address (2001:4860:4860::8888, port 443);
 * nothing is ever sent on it (`IPv6ProbeJob` in its net/dns).
 */
const NEVER_SENT = 'udp6 60480120000060480000000088880000:01BB';

/** Inodes of the sockets that processes hold; of one that has ended meanwhile, none. */
const socketsOf = (pids: readonly number[]): ReadonlySet<string> =>
  new Set(
    pids.flatMap((pid) => {
      try {
        return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
          const [, inode] = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`)) ?? [];
          return inode === undefined ? [] : [inode];
        });
      } catch {
        return [];
      }
    }),
  );

/** Remote ends of the sockets of processes that are not on this machine: the kernel's own list, for what asks no proxy. */
export const farSocketsOf = (pids: readonly number[]): readonly string[] => {
  const own = socketsOf(pids);
  return ['tcp', 'tcp6', 'udp', 'udp6']
    .flatMap((kind) =>
      readFileSync(`/proc/net/${kind}`, 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.trim().split(/\s+/))
        .filter((columns) => own.has(columns[9] ?? '') && !HERE.test(columns[2] ?? ''))
        .map((columns) => `${kind} ${columns[2] ?? ''}`),
    )
    .filter((socket) => socket !== NEVER_SENT);
};

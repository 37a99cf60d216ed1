/**
 * The least that can be done for an acknowledged command: a bare socket.io server that makes one durable insert of the same length for
 * each, and answers. Argument: the database's file. JIKIM_BENCH_SYNC_MS holds up each insert as it does each transaction of the product.
 */
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { syncSlowly } from '../slowDisk.ts';
import { openInserts } from './inserts.ts';

const insert = openInserts(process.argv[2] ?? '');
const http = createServer();
const io = new Server(http, { serveClient: false, transports: ['websocket'], perMessageDeflate: false });
io.on('connection', (socket) => {
  socket.on('command', (args: unknown, ack: (answer: unknown) => void) => {
    insert(JSON.stringify(args));
    syncSlowly();
    ack({ ok: true, value: null });
  });
});
http.listen(0, '127.0.0.1', () => {
  const address = http.address();
  if (address !== null && typeof address === 'object')
    process.stdout.write(`${JSON.stringify({ ready: true, port: address.port })}\n`);
});
process.once('SIGINT', () => process.exit(0));

/**
 * The least that shows what is posted to it: a Node http server that reads and parses the same bodies, socket.io, and a page of
 * ten lines. A body that is one object and no list is shown as a row, and taken away again after as long as an incident stays.
 */
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { z } from 'zod';

const Alert = z.object({ deviceId: z.string() });
const stay_ms = Number(process.argv[2]);

const PAGE = `<!doctype html><html lang="ko"><meta charset="utf-8"><title>bare</title><link rel="icon" href="data:,">
<ul></ul><script src="/socket.io/socket.io.min.js"></script><script>
const list = document.querySelector('ul');
io({ transports: ['websocket'] }).on('alert', (id) => {
  const row = document.createElement('li');
  row.dataset.incident = id;
  row.textContent = id + ' ' + new Date().toLocaleTimeString();
  list.append(row);
}).on('gone', (id) => list.querySelector('[data-incident="' + id + '"]').remove());
</script>`;

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(PAGE);
    return;
  }
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const parsed: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    if (!Array.isArray(parsed)) {
      const { deviceId } = Alert.parse(parsed);
      io.emit('alert', deviceId);
      setTimeout(() => io.emit('gone', deviceId), stay_ms);
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ accepted: Array.isArray(parsed) ? parsed.length : 1 }));
  });
});
const io = new Server(server, { perMessageDeflate: false });
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.stdout.write(`http://127.0.0.1:${address.port}/\n`);
});
process.once('SIGINT', () => process.exit(0));

import { createServer } from 'node:http';

/** The least a server can do with the same bodies: read them, parse them, answer. */
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const parsed: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ accepted: Array.isArray(parsed) ? parsed.length : 1 }));
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') {
    process.stdout.write(`${JSON.stringify({ ready: true, port: address.port, pid: process.pid })}\n`);
  }
});
process.once('SIGINT', () => process.exit(0));

import { createServer } from 'node:http';

/** The least that can be called a sign-in page: no script, no style, one form. */
const PAGE = `<!doctype html><html lang="ko"><meta charset="utf-8"><title>bare</title>
<link rel="icon" href="data:,"><form><input name="name"><input type="password" name="password"><button>Sign in</button></form>`;

const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(PAGE);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.stdout.write(`http://127.0.0.1:${address.port}/\n`);
});
process.once('SIGINT', () => process.exit(0));

/**
 * Consoles that only listen, in a process of their own. Ends when the server hangs up, and prints how many frames came.
 * Arguments: port, desks.
 */
import { io } from 'socket.io-client';

const [port = '', desks = '0'] = process.argv.slice(2);
let frames = 0;
let open = Number(desks);
for (let desk = 0; desk < Number(desks); desk += 1) {
  const socket = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], forceNew: true, reconnection: false });
  socket.on('presence', () => {
    frames += 1;
  });
  socket.on('disconnect', () => {
    open -= 1;
    if (open === 0) process.stdout.write(`${JSON.stringify({ frames })}\n`);
  });
}

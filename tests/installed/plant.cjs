// Run with `-r` to show that the proof of silence can fail: asks for an address before any guard is there, once through Chromium, once
// past it. 192.0.2.1 belongs to nobody (RFC 5737).
const { app, session } = require('electron');
const { createSocket } = require('node:dgram');

app.once('ready', () => {
  void session
    .fromPartition('planted')
    .fetch('http://planted.invalid/')
    .catch(() => undefined);
  const socket = createSocket('udp4');
  socket.connect(9, '192.0.2.1');
  socket.on('error', () => undefined);
});

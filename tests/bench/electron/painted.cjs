// Loaded into Electron before the program: says when a password field of its first page has been painted, in milliseconds since the epoch.
const { app } = require('electron');

/** Runs in the page: the frame after the next one shows what stands there now. */
const WAIT = `new Promise((done) => {
  const look = () => document.querySelector('input[type=password]') === null
    ? requestAnimationFrame(look)
    : requestAnimationFrame(() => requestAnimationFrame(() => done(Date.now())));
  look();
})`;

app.on('web-contents-created', (_event, contents) =>
  contents.once('dom-ready', async () => {
    const at_ms = await contents.mainFrame.executeJavaScript(WAIT);
    process.stdout.write(`painted ${String(at_ms)}\n`);
  }),
);

import { spawn } from 'node:child_process';

/** Opens a link in the default browser where there is one; says nothing and does no harm where there is none. */
export const openUrl = (url: string, platform: NodeJS.Platform, env: NodeJS.ProcessEnv): void => {
  if (platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return;
  const command = platform === 'darwin' ? 'open' : platform === 'win32' ? 'explorer' : 'xdg-open';
  const child = spawn(command, [url], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined); // no such program: the link is on the terminal
  child.unref();
};

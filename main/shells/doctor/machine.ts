import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { failed, ok, warn } from './finding.ts';
import type { Finding } from './finding.ts';

/** Runs the console: its SQLite and type stripping came with 22.18; 24 is what Electron embeds and what is tested. */
const LOWEST = [22, 18] as const;
const TESTED = 24;

export const checkNode = (version: string): Finding => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < LOWEST[0] || (major === LOWEST[0] && minor < LOWEST[1])) {
    return failed(
      'Node',
      version,
      `Node ${LOWEST.join('.')} or later is needed: run it through npm, which brings Node ${TESTED}`,
    );
  }
  return major === TESTED
    ? ok('Node', version)
    : warn('Node', version, `tested with Node ${TESTED}: run it through npm, which brings it`);
};

export const checkBuild = (root: string): Finding =>
  existsSync(join(root, 'dist', 'renderer', 'index.html')) && existsSync(join(root, 'dist', 'main', 'cli.js'))
    ? ok('build', 'dist/ holds one')
    : warn('build', 'not built yet', 'npm run build (npm start does it by itself)');

const holdsNoto = (folder: string): boolean =>
  existsSync(folder) && readdirSync(folder).some((file) => /^noto-sans-kr.*\.woff2$/.test(file));

export const checkFonts = (root: string): Finding =>
  [join(root, 'dist/renderer/assets'), join(root, 'node_modules/@fontsource/noto-sans-kr/files')].some(holdsNoto)
    ? ok('fonts', 'Noto Sans KR is bundled')
    : failed('fonts', 'Noto Sans KR is not here', 'npm ci');

/** Tries to listen on a loopback port; null = could, else the error's code. */
const tryPort = (port: number): Promise<string | null> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(null)));
  });

/** @param port the port asked for with --port; 0 = any, which is what `jikim start` takes. */
export const checkPorts = async (port: number): Promise<Finding> => {
  const free = await tryPort(0);
  if (free !== null)
    return failed('ports', `127.0.0.1 cannot be listened on (${free})`, 'bring the loopback interface up');
  const asked = port === 0 ? null : await tryPort(port);
  return asked === null
    ? ok('ports', port === 0 ? '127.0.0.1 has free ones' : `127.0.0.1:${port} is free`)
    : failed('ports', `127.0.0.1:${port} cannot be had (${asked})`, 'choose another with --port, or leave it out');
};

/** Looks at the folder, or at the nearest one above it that exists; makes nothing. */
export const checkData = (folder: string): Finding => {
  let there = folder;
  while (!existsSync(there) && dirname(there) !== there) there = dirname(there);
  try {
    accessSync(there, constants.R_OK | constants.W_OK | constants.X_OK);
    return ok('data folder', there === folder ? folder : `${folder} (to be made)`);
  } catch {
    return failed('data folder', `${there} cannot be written`, 'choose another with --data');
  }
};

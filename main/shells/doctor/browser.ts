import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { failed, ok, warn } from './finding.ts';
import type { Finding } from './finding.ts';

const ON_PATH = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'chrome',
  'msedge',
];
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

type IsThere = (file: string) => boolean;

const onPath = (path: string, names: readonly string[]): readonly string[] => {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  return folders.flatMap((folder) => names.map((name) => join(folder, name + suffix)));
};

/** Path of a Chromium-based browser on this machine, or null. */
export const findChromium = (path: string, isThere: IsThere = isExecutable): string | null =>
  [...onPath(path, ON_PATH), ...ELSEWHERE].find(isThere) ?? null;

/** Path of a Firefox, or null: it shows the console too, but cannot be asked about WebGL2 from here. */
export const findFirefox = (path: string, isThere: IsThere = isExecutable): string | null =>
  [...onPath(path, ['firefox', 'firefox-esr']), '/Applications/Firefox.app/Contents/MacOS/firefox'].find(isThere) ??
  null;

export const checkBrowser = (browser: string | null): Finding =>
  browser === null
    ? failed(
        'browser',
        'no Chromium, Chrome, Edge or Firefox found',
        'install one, on Debian: apt-get install -y chromium',
      )
    : ok('browser', browser);

/** The page says in its own body what WebGL2 it was given. */
const PROBE =
  "data:text/html,<body><script>const g=document.createElement('canvas').getContext('webgl2');" +
  "const i=g%26%26g.getExtension('WEBGL_debug_renderer_info');" +
  "document.body.textContent='webgl2='+(g?g.getParameter(i?i.UNMASKED_RENDERER_WEBGL:g.RENDERER):'none')+';'</script>";

const WITHIN_MS = 20_000;

const probe = (browser: string, more: readonly string[]): string | null => {
  const profile = mkdtempSync(join(tmpdir(), 'jikim-doctor-'));
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  try {
    const run = spawnSync(
      browser,
      [
        '--headless',
        '--no-first-run',
        '--disable-sync',
        '--disable-background-networking',
        `--user-data-dir=${profile}`,
      ].concat(asRoot, more, ['--dump-dom', PROBE]),
      { encoding: 'utf8', timeout: WITHIN_MS, stdio: ['ignore', 'pipe', 'ignore'] },
    );
    const found = /webgl2=([^;]*);/.exec(run.stdout ?? '')?.[1];
    return found === undefined || found === 'none' ? null : found;
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  }
};

/** Reads a WebGL2 context in a short headless run of the browser: the map needs one. */
export const checkWebGl2 = (browser: string | null): Finding => {
  if (browser === null)
    return warn('WebGL2', 'not looked at: that takes a Chromium', 'open about:support in the browser');
  const renderer = probe(browser, []) ?? probe(browser, ['--use-angle=swiftshader', '--enable-unsafe-swiftshader']);
  if (renderer === null) {
    return failed(
      'WebGL2',
      'the browser gives no context',
      'update the browser and the graphics driver; the map needs WebGL2',
    );
  }
  return /swiftshader|llvmpipe|software/i.test(renderer)
    ? warn('WebGL2', `in software (${renderer})`, 'drawing is slow; with a graphics card, update its driver')
    : ok('WebGL2', renderer);
};

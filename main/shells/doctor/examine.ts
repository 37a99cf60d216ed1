import { noWindowHere, presentBinary, thisEnvironment } from '../electronBinary.ts';
import { checkBrowser, checkWebGl2, findChromium, findFirefox } from './browser.ts';
import { ok, warn } from './finding.ts';
import type { Finding } from './finding.ts';
import { checkBuild, checkData, checkFonts, checkNode, checkPorts } from './machine.ts';

export type Examination = {
  readonly findings: readonly Finding[];
  /** Which shells the console could run in here. */
  readonly shells: { readonly electron: boolean; readonly browser: boolean };
};

const checkElectron = (root: string): Finding => {
  const environment = thisEnvironment();
  const hindrance = noWindowHere(environment);
  if (hindrance !== null) return warn('Electron', hindrance, 'the browser shell is used instead');
  const binary = presentBinary(root, environment);
  return binary.ok
    ? ok('Electron', binary.value)
    : warn(
        'Electron',
        binary.error,
        'npm start downloads it where it can; or point ELECTRON_OVERRIDE_DIST_PATH at an unpacked one',
      );
};

const holds = (finding: Finding): boolean => finding.level !== 'fail';

/** Looks at everything the console needs and says in which shells it could run. */
export const examine = async (options: {
  readonly root: string;
  readonly data: string;
  readonly port: number;
}): Promise<Examination> => {
  const path = process.env['PATH'] ?? '';
  const chromium = findChromium(path);
  const electron = checkElectron(options.root);
  const browser = checkBrowser(chromium ?? findFirefox(path));
  const webgl = checkWebGl2(chromium);
  const common = [
    checkNode(process.versions.node),
    checkBuild(options.root),
    checkFonts(options.root),
    await checkPorts(options.port),
    checkData(options.data),
  ];
  const [node, ...rest] = common;
  const able = common.every(holds);
  return {
    findings: [...(node === undefined ? [] : [node]), electron, browser, webgl, ...rest],
    shells: {
      electron: able && electron.level === 'ok',
      browser: able && holds(browser) && holds(webgl),
    },
  };
};

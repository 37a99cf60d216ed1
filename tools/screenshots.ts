import { exec } from './exec.ts';

/** Takes the pictures of docs/screenshots anew from the running product. */
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const build = await exec('node', ['tools/build.ts', '--if-stale'], {}, say);
const args = ['test', 'screenshots', '--workers=1'];
const env = { JIKIM_SCREENSHOTS: '1' };
if (build.code !== 0) process.exit(1);
const inBrowser = await exec('playwright', args, env, say);
const inElectron = await exec('node', ['tools/installed.ts', 'screenshots', '--workers=1'], env, say);
process.exitCode = Math.max(inBrowser.code, inElectron.code);

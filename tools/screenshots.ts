import { exec } from './exec.ts';

/** Takes the pictures of docs/screenshots anew from the running product. */
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const build = await exec('node', ['tools/build.ts', '--if-stale'], {}, say);
const args = ['test', 'screenshots', '--workers=1'];
process.exitCode = build.code === 0 ? (await exec('playwright', args, { JIKIM_SCREENSHOTS: '1' }, say)).code : 1;

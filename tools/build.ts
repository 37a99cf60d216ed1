import { parseArgs, stripVTControlCharacters } from 'node:util';
import type { LogLevel } from 'vite';
import { withLock } from './lock.ts';
import { inRoot } from './root.ts';
import { isFresh, sourcesHash, writeStamp } from './stamp.ts';

const { values } = parseArgs({
  options: { 'if-stale': { type: 'boolean', default: false }, quiet: { type: 'boolean', default: false } },
});

const say = (line: string): void => {
  if (!values.quiet) process.stdout.write(`${line}\n`);
};

const buildAll = async (hash: string): Promise<void> => {
  const started = performance.now();
  say('build: renderer, main and preload …');
  // Loaded only now: a fresh build must cost `npm start` nothing but the hash.
  const { bundleMain, bundlePreload, bundleRenderer, copyFonts } = await import('./bundle.ts');
  const level: LogLevel = 'warn';
  await bundleRenderer(level);
  await bundleMain(level);
  copyFonts();
  await bundlePreload(level);
  writeStamp(hash);
  say(`build: done in ${((performance.now() - started) / 1000).toFixed(1)} s`);
};

try {
  if (!(values['if-stale'] && isFresh(sourcesHash()))) {
    await withLock(inRoot('dist', '.lock'), async () => {
      // Hashed inside the lock: another process may just have built the same sources.
      const hash = sourcesHash();
      if (!(values['if-stale'] && isFresh(hash))) await buildAll(hash);
    });
  }
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`build: ${stripVTControlCharacters(reason)}\n`);
  process.exitCode = 1;
}

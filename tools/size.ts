import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { inRoot } from './root.ts';

/** What the sign-in screen may load before the operator can type, in bytes of gzip. */
const LIMIT_BYTES = 300_000;
/** Loaded after it; one of these in the first load means that a lazy import has become a static one. */
const LATER = /node_modules\/(maplibre-gl|mapbox-gl|@deck\.gl)\//;
/** The first screen, whether it is part of the entry or a chunk of its own. */
const FIRST_SCREEN = /^features\/sign-in\//;

const Manifest = z.record(
  z.string(),
  z.object({
    file: z.string(),
    src: z.string().optional(),
    isEntry: z.boolean().optional(),
    imports: z.array(z.string()).optional(),
    dynamicImports: z.array(z.string()).optional(),
  }),
);
type Manifest = z.infer<typeof Manifest>;

/** @returns the manifest keys of the entry, its first screen and everything they import statically. */
export const firstLoad = (manifest: Manifest): readonly string[] => {
  const entries = Object.keys(manifest).filter((key) => manifest[key]?.isEntry === true);
  const seen = new Set<string>();
  const visit = (key: string): void => {
    if (seen.has(key)) return;
    seen.add(key);
    manifest[key]?.imports?.forEach(visit);
    manifest[key]?.dynamicImports?.filter((name) => FIRST_SCREEN.test(name)).forEach(visit);
  };
  entries.forEach(visit);
  return [...seen];
};

const manifest = (): Manifest =>
  Manifest.parse(JSON.parse(readFileSync(inRoot('dist/renderer/.vite/manifest.json'), 'utf8')));

const main = (): void => {
  const chunks = manifest();
  const files = [...new Set(firstLoad(chunks).map((key) => chunks[key]?.file ?? ''))].filter((file) =>
    file.endsWith('.js'),
  );
  const bytes = files.map((file) => gzipSync(readFileSync(inRoot('dist/renderer', file))).length);
  const total = bytes.reduce((sum, size) => sum + size, 0);
  const early = firstLoad(chunks).filter((key) => LATER.test(key));
  const kB = (size: number): string => `${(size / 1000).toFixed(1)} kB`;
  process.stdout.write(`size: the sign-in screen loads ${kB(total)} gzip of JavaScript, limit ${kB(LIMIT_BYTES)}\n`);
  if (files.length === 0) process.stdout.write('size: the manifest names no entry\n');
  if (total >= LIMIT_BYTES)
    files.forEach((file, index) => process.stdout.write(`  ${file} ${kB(bytes[index] ?? 0)}\n`));
  early.forEach((key) => process.stdout.write(`size: ${key} must load after the sign-in screen\n`));
  process.exitCode = files.length === 0 || total >= LIMIT_BYTES || early.length > 0 ? 1 : 0;
};

if (import.meta.main) main();

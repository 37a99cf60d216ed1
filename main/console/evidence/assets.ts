import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Basemap } from '../../evidence/package/report/basemap.ts';
import type { Fonts } from '../../evidence/package/report/pdf.ts';
import { projectRoot } from '../../files/root.ts';

const FACES = {
  normal: join('400Regular', 'NotoSansKR_400Regular.ttf'),
  bold: join('700Bold', 'NotoSansKR_700Bold.ttf'),
} as const;

/**
 * File of a face. From source it lies in its package; a build, which has no packages, carries it compressed beside its bundles. It is then
 * unpacked into a folder of this process, because drawings inside a report take their typeface from files only.
 */
const fileOf = (face: string, unpackedTo: () => string): string => {
  const source = join(projectRoot(), 'node_modules', '@expo-google-fonts', 'noto-sans-kr', face);
  if (existsSync(source)) return source;
  const packed = join(projectRoot(), 'dist', 'main', 'fonts', `${face}.gz`);
  if (!existsSync(packed)) throw new Error('the installation is incomplete: the typeface of reports was not found');
  const file = join(unpackedTo(), basename(face));
  writeFileSync(file, gunzipSync(readFileSync(packed)));
  return file;
};

/** Lends the files of the report's typeface for a piece of work. @throws where the installation has lost them. */
export const withReportFonts = async <T>(work: (fonts: Fonts) => Promise<T>): Promise<T> => {
  let folder: string | null = null;
  const unpackedTo = (): string => (folder ??= mkdtempSync(join(tmpdir(), 'jikim-fonts-')));
  try {
    return await work({ normal: fileOf(FACES.normal, unpackedTo), bold: fileOf(FACES.bold, unpackedTo) });
  } finally {
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
  }
};

/** The bundled schematic base map. @throws where it cannot be read. */
export const reportBasemap = (): Basemap => {
  const asset = (name: string): unknown =>
    JSON.parse(readFileSync(join(projectRoot(), 'assets', 'basemap', `${name}.json`), 'utf8'));
  const { stations } = Basemap.pick({ stations: true }).parse(asset('subway'));
  const [outline, water, axes, districts] = ['outline', 'water', 'axes', 'districts'].map(asset);
  return Basemap.parse({ outline, water, axes, districts, stations });
};

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Basemap } from '../../evidence/package/report/basemap.ts';
import type { Fonts } from '../../evidence/package/report/pdf.ts';
import { projectRoot } from '../../files/root.ts';

const FACES = {
  normal: join('400Regular', 'NotoSansKR_400Regular.ttf'),
  bold: join('700Bold', 'NotoSansKR_700Bold.ttf'),
} as const;

/** From source a face lies in its package; a build, which has no packages, carries it compressed beside its bundles. */
const readFace = (face: string): Buffer => {
  const packed = join(projectRoot(), 'dist', 'main', 'fonts', `${face}.gz`);
  const source = join(projectRoot(), 'node_modules', '@expo-google-fonts', 'noto-sans-kr', face);
  if (existsSync(source)) return readFileSync(source);
  if (existsSync(packed)) return gunzipSync(readFileSync(packed));
  throw new Error('the installation is incomplete: the typeface of reports was not found');
};

/** The report's typeface. @throws where the installation has lost it. */
export const reportFonts = (): Fonts => ({ normal: readFace(FACES.normal), bold: readFace(FACES.bold) });

/** The bundled schematic base map. @throws where it cannot be read. */
export const reportBasemap = (): Basemap => {
  const asset = (name: string): unknown =>
    JSON.parse(readFileSync(join(projectRoot(), 'assets', 'basemap', `${name}.json`), 'utf8'));
  const { stations } = Basemap.pick({ stations: true }).parse(asset('subway'));
  const [outline, water, axes, districts] = ['outline', 'water', 'axes', 'districts'].map(asset);
  return Basemap.parse({ outline, water, axes, districts, stations });
};

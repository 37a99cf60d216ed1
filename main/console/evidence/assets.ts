import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Basemap } from '../../evidence/package/report/basemap.ts';
import type { Fonts } from '../../evidence/package/report/pdf.ts';
import { projectRoot } from '../../files/root.ts';

/** From source the faces lie in their package; a build carries them beside its bundles, since it has no packages. */
const FOLDERS = ['node_modules/@expo-google-fonts/noto-sans-kr', 'dist/main/fonts'] as const;
const FACES = {
  normal: join('400Regular', 'NotoSansKR_400Regular.ttf'),
  bold: join('700Bold', 'NotoSansKR_700Bold.ttf'),
} as const;

/** Files of the report's typeface. @throws where the installation has lost them. */
export const reportFonts = (): Fonts => {
  const folder = FOLDERS.map((name) => join(projectRoot(), name)).find((at) => existsSync(join(at, FACES.normal)));
  if (folder === undefined) throw new Error('the installation is incomplete: the typeface of reports was not found');
  return { normal: join(folder, FACES.normal), bold: join(folder, FACES.bold) };
};

/** The bundled schematic base map. @throws where it cannot be read. */
export const reportBasemap = (): Basemap => {
  const asset = (name: string): unknown =>
    JSON.parse(readFileSync(join(projectRoot(), 'assets', 'basemap', `${name}.json`), 'utf8'));
  const { stations } = Basemap.pick({ stations: true }).parse(asset('subway'));
  const [outline, water, axes, districts] = ['outline', 'water', 'axes', 'districts'].map(asset);
  return Basemap.parse({ outline, water, axes, districts, stations });
};

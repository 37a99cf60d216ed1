import { join } from 'node:path';
import type { Command } from 'commander';
import { dataDir, writableDir } from '../files/dataDir.ts';
import { fail, reasonOf } from '../files/fail.ts';
import { replaceFile } from '../files/replaceFile.ts';
import type { GeoJsonStreets } from '../monitoring/streets/geojson.ts';
import { STREETS_FILE } from '../monitoring/streets/load.ts';
import { readGeoJson } from '../monitoring/streets/readGeoJson.ts';

const km = (metres: number): string => `${(metres / 1000).toFixed(1)} km`;

const describe = (report: GeoJsonStreets['report'], file: string): string => {
  const { dropped } = report;
  const [west, south, east, north] = report.bounds.map((degrees) => degrees.toFixed(5));
  return [
    `features read      ${report.features}${report.skipped === 0 ? '' : ` (${report.skipped} without a line, skipped)`}`,
    `streets            ${km(report.length_m)}, ${report.nodes} nodes, ${report.edges} edges`,
    `left out           ${dropped.components} pieces without a way to the rest: ${dropped.nodes} nodes, ${km(dropped.length_m)}`,
    `west south east north  ${west} ${south} ${east} ${north}`,
    `written            ${file}`,
    '',
  ].join('\n');
};

const importStreets = (source: string, options: { readonly data?: string }): void => {
  const streets = readGeoJson(source);
  if (!streets.ok) return fail(streets.error);
  const file = join(writableDir(dataDir(options.data)), STREETS_FILE);
  try {
    replaceFile(file, `${JSON.stringify(streets.value.graph)}\n`);
  } catch (error) {
    return fail(`${file} cannot be written: ${reasonOf(error)}`);
  }
  process.stdout.write(describe(streets.value.report, file));
};

/** `jikim import streets FILE`: real streets for routes, arrival times and the simulator. */
export const register = (program: Command): void => {
  program
    .command('import')
    .description('take data of your own in')
    .command('streets')
    .description('turn the line strings of a GeoJSON file into the street graph of this installation')
    .argument('<file>', 'GeoJSON feature collection, WGS 84')
    .option('--data <dir>', 'data folder')
    .action(importStreets);
};

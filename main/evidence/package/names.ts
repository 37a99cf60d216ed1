import { LANGUAGES } from '../../../shared/domain/languages.ts';
import type { Language } from '../../../shared/domain/languages.ts';

/** The report in each language. */
export const reportName = (language: Language) => `report.${language}.pdf` as const;
export const REPORT_NAMES = LANGUAGES.map(reportName);

/** Every file a package can hold, in the order they lie in the archive. */
export const FILE_NAMES = [
  'VERIFY.txt',
  'manifest.json',
  'manifest.sig.json',
  'record.json',
  'seals.json',
  'incident.eido.json',
  'positions.geojson',
  'positions.gpx',
  ...REPORT_NAMES,
] as const;
export type FileName = (typeof FILE_NAMES)[number];

export const isFileName = (name: string): name is FileName => FILE_NAMES.some((known) => known === name);

/** Files of one package by name. */
export type Files = ReadonlyMap<FileName, Uint8Array>;

/** Name that a saved package is offered under. */
export const packageName = (incidentId: string): string => `jikim-evidence-${incidentId.replaceAll(':', '-')}.zip`;

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
  'report.ko.pdf',
  'report.en.pdf',
] as const;
export type FileName = (typeof FILE_NAMES)[number];

export const isFileName = (name: string): name is FileName => FILE_NAMES.some((known) => known === name);

/** Files of one package by name. */
export type Files = ReadonlyMap<FileName, Uint8Array>;

/** Name that a saved package is offered under. */
export const packageName = (incidentId: string): string => `jikim-evidence-${incidentId.replaceAll(':', '-')}.zip`;

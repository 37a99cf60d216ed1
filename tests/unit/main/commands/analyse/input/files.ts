import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { faultLine } from '../../../../../../main/commands/analyse/input/fault.ts';
import type { InputFault } from '../../../../../../main/commands/analyse/input/fault.ts';
import { readTrack } from '../../../../../../main/commands/analyse/input/readTrack.ts';
import type { TrackLine } from '../../../../../../main/commands/analyse/input/trackLine.ts';
import { loadPolicy } from '../../../../../../main/files/policy.ts';
import { OrderId, PersonId } from '../../../../../../shared/domain/ids.ts';
import type { Order } from '../../../../../../shared/domain/orders.ts';
import type { Result } from '../../../../../../shared/domain/result.ts';

/** A file of this name in a folder of its own, gone after the test. */
export const aFile = (name: string, content: string | Uint8Array): string => {
  const dir = mkdtempSync(path.join(tmpdir(), 'jikim-input-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const file = path.join(dir, name);
  writeFileSync(file, content);
  return file;
};

export type Outcome<T> = { readonly lines: readonly T[]; readonly fault: InputFault | null };

/** Everything a reader gives; fails where anything comes after a fault. */
export const collect = async <T>(outcomes: AsyncIterable<Result<T, InputFault>>): Promise<Outcome<T>> => {
  const lines: T[] = [];
  let fault: InputFault | null = null;
  for await (const outcome of outcomes) {
    if (fault !== null) throw new Error('something came after a fault');
    if (outcome.ok) lines.push(outcome.value);
    else fault = outcome.error;
  }
  return { lines, fault };
};

/** A fault as its one line, the folder left out; '' for none. */
export const shown = (fault: InputFault | null): string =>
  fault === null ? '' : faultLine({ ...fault, file: path.basename(fault.file) });

/** In force in any year of these tests. */
export const ORDER: Order = {
  id: OrderId.parse('ORD-1'),
  basis: 'made up',
  number: '-',
  issuer: '-',
  validFrom_ms: Date.UTC(1900, 0),
  validTo_ms: Date.UTC(2100, 0),
  revokedAt_ms: null,
  limits: { warning_m: 2000, alert_m: 1000, contact_m: 100 },
  zones: [],
  offender: PersonId.parse('offender'),
  victims: [PersonId.parse('victim')],
};

/** A dilution of 1 is worth 5 m, an estimated place off by 50 m, a tenth of the lines may be bad, half a day is a jump. */
const { uncertainty, track: trackPolicy } = loadPolicy();
export const READING = {
  uncertainty: { ...uncertainty, hdop_m: 5, estimatedAccuracy_m: 50 },
  track: trackPolicy,
  recorded: { badLines_share: 0.1, clockJump_s: 43_200 },
};

/** Reads a track from a file of this name. */
export const track = (name: string, content: string | Uint8Array): Promise<Outcome<TrackLine>> =>
  collect(readTrack(aFile(name, content), READING, ORDER));

/** The fixes of what was read. */
export const fixes = ({ lines }: Outcome<TrackLine>) => lines.flatMap(({ fix }) => (fix === null ? [] : [fix]));

/** `LINE REFUSAL` of what was refused. */
export const refusals = ({ lines }: Outcome<TrackLine>): readonly string[] =>
  lines.flatMap(({ line, refused }) => (refused === null ? [] : [`${line} ${refused.reason}`]));

/** The marks of the fixes, each once. */
export const marks = ({ lines }: Outcome<TrackLine>): readonly string[] => [
  ...new Set(lines.flatMap((line) => (line.refused === null ? line.marks : []))),
];

/** An NMEA sentence with its checksum. */
export const sentence = (body: string): string => {
  const sum = Array.from(body).reduce((xor, char) => xor ^ char.charCodeAt(0), 0);
  return `$${body}*${sum.toString(16).toUpperCase().padStart(2, '0')}`;
};

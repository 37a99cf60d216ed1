import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { faultLine } from '../../../../../../main/commands/analyse/input/fault.ts';
import type { InputFault } from '../../../../../../main/commands/analyse/input/fault.ts';
import { readTrack } from '../../../../../../main/commands/analyse/input/readTrack.ts';
import type { TrackLine } from '../../../../../../main/commands/analyse/input/trackLine.ts';
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

/** Reads a track from a file of this name, with a dilution of 1 worth 5 m. */
export const track = (name: string, content: string | Uint8Array): Promise<Outcome<TrackLine>> =>
  collect(readTrack(aFile(name, content), { hdop_m: 5 }));

/** The fixes of what was read. */
export const fixes = ({ lines }: Outcome<TrackLine>) => lines.flatMap(({ fix }) => (fix === null ? [] : [fix]));

/** `LINE REFUSAL` of what was refused. */
export const refusals = ({ lines }: Outcome<TrackLine>): readonly string[] =>
  lines.flatMap(({ line, refused }) => (refused === null ? [] : [`${line} ${refused}`]));

/** An NMEA sentence with its checksum. */
export const sentence = (body: string): string => {
  const sum = Array.from(body).reduce((xor, char) => xor ^ char.charCodeAt(0), 0);
  return `$${body}*${sum.toString(16).toUpperCase().padStart(2, '0')}`;
};

import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seal, sealingKey, unseal } from '../../../../main/files/seal.ts';

/** A file as it lies on disk, free pages, logs of writes and all. */
export type RawFile = { readonly name: string; readonly bytes: Buffer };

/** Every file under a folder, whatever it is. */
export const filesUnder = (folder: string): readonly RawFile[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => lstatSync(join(folder, name)).isFile())
    .map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));

/** Something to search for, in one of the forms that a program might have written it in. */
export type Needle = { readonly what: string; readonly bytes: Buffer };

const numbered = (what: string, length: number, write: (buffer: Buffer) => void): readonly Needle[] => {
  const little = Buffer.alloc(length);
  write(little);
  return [
    { what: `${what}, little end first`, bytes: little },
    { what: `${what}, big end first`, bytes: Buffer.from(little).reverse() },
  ];
};

/** Text as it may stand inside a longer text that was encoded: base64 has three ways, by where it begins. */
const inBase64 = (what: string, bytes: Buffer): readonly Needle[] =>
  [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    // Characters at both ends depend on the neighbours.
    return { what: `${what}, base64`, bytes: Buffer.from(text.slice(shift === 0 ? 0 : 4, -4)) };
  });

const inHex = (what: string, bytes: Buffer): readonly Needle[] => [
  { what: `${what}, hex`, bytes: Buffer.from(bytes.toString('hex')) },
  { what: `${what}, HEX`, bytes: Buffer.from(bytes.toString('hex').toUpperCase()) },
];

/** Decimal digits that are cut off, from the shortest that are no accident to all there are. */
const FRACTION_DIGITS = [4, 5, 6, 7] as const;

/** A number of degrees in text, floating point and whole numbers of several units. */
export const formsOfDegrees = (what: string, degrees: number): readonly Needle[] => {
  const double = Buffer.alloc(8);
  double.writeDoubleLE(degrees);
  const texts = FRACTION_DIGITS.map((digits) => ({
    what: `${what}, ${digits} digits`,
    bytes: Buffer.from((Math.trunc(degrees * 10 ** digits) / 10 ** digits).toFixed(digits)),
  }));
  return [
    ...texts,
    { what: `${what}, UTF-16`, bytes: Buffer.from(degrees.toFixed(4), 'utf16le') },
    ...inBase64(`${what}, text`, Buffer.from(degrees.toFixed(6))),
    ...numbered(`${what}, double`, 8, (b) => b.writeDoubleLE(degrees)),
    ...numbered(`${what}, float`, 4, (b) => b.writeFloatLE(degrees)),
    ...numbered(`${what}, millionths`, 4, (b) => b.writeInt32LE(Math.round(degrees * 1e6))),
    ...numbered(`${what}, ten-millionths`, 4, (b) => b.writeInt32LE(Math.round(degrees * 1e7))),
    ...inBase64(`${what}, double`, double),
    ...inHex(`${what}, double`, double),
  ];
};

/** Text in the encodings that a database, a browser's profile or a JSON file might have it in. */
export const formsOfText = (text: string): readonly Needle[] => {
  const bytes = Buffer.from(text);
  const escaped = [...text].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
  return [
    { what: `${text}, UTF-8`, bytes },
    { what: `${text}, UTF-16`, bytes: Buffer.from(text, 'utf16le') },
    { what: `${text}, escaped`, bytes: Buffer.from(escaped) },
    ...inBase64(text, bytes),
    ...inHex(text, bytes),
  ];
};

/** Secret bytes as they are, in hex and in base64. */
export const formsOfBytes = (what: string, bytes: Buffer): readonly Needle[] => [
  { what, bytes },
  ...inHex(what, bytes),
  ...inBase64(what, bytes),
];

/** What is found where: one line each. */
export const find = (files: readonly RawFile[], needles: readonly Needle[]): readonly string[] =>
  files.flatMap(({ name, bytes }) =>
    needles.filter((needle) => bytes.includes(needle.bytes)).map(({ what }) => `${name}: ${what}`),
  );

const KEY_BYTES = 32;
/** Bytes of a sealed key: how much sealing adds is asked of the seal itself. */
const SEALED_KEY_BYTES = seal(sealingKey(new Uint8Array(KEY_BYTES)), '', new Uint8Array(KEY_BYTES)).length;

/** A sealed key is 60 random bytes: fewer than this many of them with the highest bit set come once in a hundred million. */
const HIGH_BYTES = 10;

/**
 * Keys of an incident that whoever has the disk and the server's secret can still open: every place of every file is tried, so that
 * neither a deleted row nor a page that nothing points at escapes. Text and empty pages are passed over.
 */
export const carveKeys = (files: readonly RawFile[], master: Uint8Array, incident: string): readonly Buffer[] => {
  const key = sealingKey(master);
  const found: Buffer[] = [];
  for (const { bytes } of files) {
    const isHigh = (at: number): number => ((bytes[at] ?? 0) >= 0x80 ? 1 : 0);
    let high = 0;
    for (let end = 1; end <= bytes.length; end += 1) {
      const start = end - SEALED_KEY_BYTES;
      high += isHigh(end - 1) - isHigh(start - 1);
      if (start < 0 || high < HIGH_BYTES) continue;
      const opened = unseal(key, `incident-key:${incident}`, bytes.subarray(start, end));
      if (opened !== null) found.push(Buffer.from(opened));
    }
  }
  return found;
};

import { describe, expect, it } from 'vitest';
import { canonical } from '../../../../../main/evidence/canonical.ts';
import { commitmentOf } from '../../../../../main/evidence/commitment.ts';
import { fingerprintOf, signHead } from '../../../../../main/evidence/log/heads.ts';
import { packArchive, unpackArchive } from '../../../../../main/evidence/package/archive.ts';
import { buildPackage } from '../../../../../main/evidence/package/build.ts';
import { manifestOf, signManifest } from '../../../../../main/evidence/package/manifest.ts';
import { FILE_NAMES } from '../../../../../main/evidence/package/names.ts';
import type { FileName, Files } from '../../../../../main/evidence/package/names.ts';
import { verifyPackage } from '../../../../../main/evidence/package/verify.ts';
import type { EvidenceData, Manifest } from '../../../../../shared/protocol/evidence.ts';
import {
  deletedEvidence,
  openEvidence,
  packageOf,
  plainReports,
  seals,
  signer,
  stranger,
  zones,
} from '../../../../builders/evidence.ts';
import { aPlace } from '../../../../builders/directory.ts';
import { incidentId, orderId, placeId, seq } from '../../../../builders/ids.ts';

const pinned = fingerprintOf(signer.publicKey);
const filesOf = (archive: Uint8Array): Map<FileName, Uint8Array> => {
  const files = unpackArchive(archive);
  if (!files.ok) throw new Error(files.error.what);
  return new Map(files.value);
};

type Record = EvidenceData['record'];
type Proven = Record['entries'][number];
const withRecord = (over: Partial<Record>, data = openEvidence()): EvidenceData => ({
  ...data,
  record: { ...data.record, ...over },
});
const withEntry = (index: number, change: (one: Proven) => Proven): EvidenceData => {
  const data = openEvidence();
  return withRecord({ entries: data.record.entries.map((one, i) => (i === index ? change(one) : one)) }, data);
};
const withSealed = (over: Partial<EvidenceData['sealed']>, data = openEvidence()): EvidenceData => ({
  ...data,
  sealed: { ...data.sealed, ...over },
});

/** A package whose files were changed by one who holds the server's key: everything is signed anew. */
const resigned = (change: (files: Map<FileName, Uint8Array>) => void, data = openEvidence()): Uint8Array => {
  const files = new Map(buildPackage(data, plainReports).files);
  change(files);
  const ordered = new Map([...files].toSorted(([a], [b]) => FILE_NAMES.indexOf(a) - FILE_NAMES.indexOf(b)));
  return finished(ordered, manifestOf(data.record, ordered));
};
const finished = (files: Files, manifest: Manifest): Uint8Array =>
  packArchive(
    new Map([
      ...files,
      ['manifest.json', Buffer.from(canonical(manifest))] as const,
      ['manifest.sig.json', Buffer.from(canonical(signManifest(manifest, signer)))] as const,
    ]),
  );
/** A package whose files were changed by one without the key. */
const changed = (change: (files: Map<FileName, Uint8Array>) => void): Uint8Array => {
  const files = filesOf(packageOf(openEvidence()));
  change(files);
  return packArchive(files);
};
const text = (words: string): Uint8Array => Buffer.from(words);

const [first, second, guidance] = seals;
if (first === undefined || second === undefined || guidance === undefined) throw new Error('no seals');
/** A seal opened with other content under the same promise. */
const moved = (() => {
  if (first.content.kind !== 'positions') throw new Error('no positions');
  const points = first.content.points.map((point, i) => (i === 3 ? { ...point, lon: point.lon + 0.001 } : point));
  return { ...first, content: { ...first.content, points } };
})();

type Case = readonly [
  what: string,
  archive: () => Uint8Array,
  file: string | null,
  entry: number | null,
  words: RegExp,
];

/** Each tampering with the first thing that must be found wrong. Where it takes the server's key to get so far, it was used. */
const TAMPERINGS: readonly Case[] = [
  ['no archive', () => text('PK no archive'), null, null, /not a ZIP/],
  ['bytes after the end', () => Buffer.concat([packageOf(openEvidence()), text('x')]), null, null, /canonical form/],
  ['bytes before the beginning', () => Buffer.concat([text('x'), packageOf(openEvidence())]), null, null, /./],
  ['a file that was cut', () => changed((f) => f.set('record.json', text('{}'))), 'record.json', null, /another size/],
  [
    'a digit in the record',
    () =>
      changed((f) => {
        const b = Buffer.from(f.get('record.json') ?? []);
        b[40] = (b[40] ?? 0) ^ 1;
        f.set('record.json', b);
      }),
    'record.json',
    null,
    /SHA-256/,
  ],
  [
    'a report exchanged',
    () => changed((f) => f.set('report.ko.pdf', text('%PDF xx'))),
    'report.ko.pdf',
    null,
    /SHA-256/,
  ],
  ['a file taken away', () => changed((f) => f.delete('seals.json')), 'seals.json', null, /missing/],
  ['no manifest', () => changed((f) => f.delete('manifest.json')), 'manifest.json', null, /missing/],
  ['no signature', () => changed((f) => f.delete('manifest.sig.json')), 'manifest.sig.json', null, /missing/],
  [
    'a manifest that is no JSON',
    () => changed((f) => f.set('manifest.json', text('{'))),
    'manifest.json',
    null,
    /JSON/,
  ],
  [
    'a manifest with white space',
    () => changed((f) => f.set('manifest.json', Buffer.concat([f.get('manifest.json') ?? text(''), text('\n')]))),
    'manifest.json',
    null,
    /RFC 8785/,
  ],
  [
    'a byte order mark',
    () => changed((f) => f.set('manifest.json', Buffer.concat([text('\uFEFF'), f.get('manifest.json') ?? text('')]))),
    'manifest.json',
    null,
    /JSON/,
  ],
  [
    'the signature of another manifest',
    () =>
      changed((f) =>
        f.set('manifest.sig.json', filesOf(packageOf(deletedEvidence())).get('manifest.sig.json') ?? text('')),
      ),
    'manifest.sig.json',
    null,
    /not the signature/,
  ],
  ['another key', () => packageOf(openEvidence(), plainReports, stranger), 'manifest.sig.json', null, /another key/],
  [
    'a file of no name of ours',
    () => {
      const made = Buffer.from(packageOf(openEvidence()));
      return Buffer.from(made.toString('latin1').replaceAll('VERIFY.txt', 'EVIL.shexx'), 'latin1');
    },
    'EVIL.shexx',
    null,
    /no package holds/,
  ],
  [
    'a file the manifest does not name',
    () => {
      const data = openEvidence();
      const { files, manifest } = buildPackage(data, plainReports);
      return finished(files, { ...manifest, files: manifest.files.slice(1) });
    },
    'VERIFY.txt',
    null,
    /not named/,
  ],
  [
    'a manifest in another order',
    () => {
      const { files, manifest } = buildPackage(openEvidence(), plainReports);
      return finished(files, { ...manifest, files: manifest.files.toReversed() });
    },
    'manifest.json',
    null,
    /order/,
  ],
  [
    'a manifest of another incident',
    () => {
      const { files, manifest } = buildPackage(openEvidence(), plainReports);
      return finished(files, { ...manifest, incidentId: incidentId('I2') });
    },
    'record.json',
    null,
    /another incident/,
  ],
  [
    'a manifest of another size',
    () => {
      const { files, manifest } = buildPackage(openEvidence(), plainReports);
      return finished(files, { ...manifest, size: manifest.size + 1 });
    },
    'record.json',
    null,
    /another size/,
  ],
  [
    'a record with white space',
    () => resigned((f) => f.set('record.json', Buffer.concat([f.get('record.json') ?? text(''), text(' ')]))),
    'record.json',
    null,
    /RFC 8785/,
  ],
  [
    'an entry that fits no schema',
    () =>
      resigned((f) =>
        f.set(
          'record.json',
          Buffer.from(
            Buffer.from(f.get('record.json') ?? [])
              .toString()
              .replace('"kind":"note.added"', '"kind":"note.adder"'),
          ),
        ),
      ),
    'record.json',
    18,
    /entries\.16/,
  ],
  [
    'a head that its key did not sign',
    () =>
      packageOf(
        withRecord({
          signedHead: {
            ...openEvidence().record.signedHead,
            signature: signHead({ ...openEvidence().record.signedHead.head, size: 26 }, signer).signature,
          },
        }),
      ),
    'record.json',
    null,
    /not signed/,
  ],
  [
    'a head of another key',
    () => packageOf(withRecord({ signedHead: signHead(openEvidence().record.signedHead.head, stranger) })),
    'record.json',
    null,
    /another key/,
  ],
  [
    'words of a note',
    () =>
      packageOf(
        withEntry(16, ({ entry, proof }) => ({
          entry: { ...entry, body: { kind: 'note.added', text: '다른 말' } },
          proof,
        })),
      ),
    'record.json',
    18,
    /not in the log/,
  ],
  [
    'the time of an entry',
    () => packageOf(withEntry(4, ({ entry, proof }) => ({ entry: { ...entry, at_ms: entry.at_ms - 1000 }, proof }))),
    'record.json',
    6,
    /not in the log/,
  ],
  [
    'the hand that acted',
    () => packageOf(withEntry(4, ({ entry, proof }) => ({ entry: { ...entry, actor: { type: 'system' } }, proof }))),
    'record.json',
    6,
    /not in the log/,
  ],
  [
    'a proof',
    () => packageOf(withEntry(7, ({ entry, proof }) => ({ entry, proof: proof.toReversed() }))),
    'record.json',
    9,
    /not in the log/,
  ],
  [
    'a proof that is too short',
    () => packageOf(withEntry(7, ({ entry, proof }) => ({ entry, proof: proof.slice(1) }))),
    'record.json',
    9,
    /not in the log/,
  ],
  [
    'an entry left out',
    () => packageOf(withRecord({ entries: openEvidence().record.entries.toSpliced(5, 1) })),
    'record.json',
    8,
    /no\. 7 of its incident, but it is no\. 6/,
  ],
  [
    'the beginning left out',
    () => packageOf(withRecord({ entries: openEvidence().record.entries.slice(1) })),
    'record.json',
    2,
    /does not begin/,
  ],
  [
    'an entry twice',
    () =>
      packageOf(
        withRecord({ entries: openEvidence().record.entries.flatMap((one, i) => (i === 3 ? [one, one] : [one])) }),
      ),
    'record.json',
    4,
    /does not come after/,
  ],
  [
    'entries exchanged',
    () =>
      packageOf(
        withRecord({
          entries: openEvidence()
            .record.entries.toSorted((a, b) => (a.entry.seq === 7 || b.entry.seq === 7 ? 0 : a.entry.seq - b.entry.seq))
            .map((one, i, all) => (i === 4 ? (all[5] ?? one) : i === 5 ? (all[4] ?? one) : one)),
        }),
      ),
    'record.json',
    7,
    /no\. 6 of its incident/,
  ],
  [
    'an entry of another incident',
    () => packageOf(withEntry(4, ({ entry, proof }) => ({ entry: { ...entry, incidentId: incidentId('I2') }, proof }))),
    'record.json',
    6,
    /another incident/,
  ],
  [
    'an entry beyond the head',
    () => packageOf(withEntry(25, ({ entry, proof }) => ({ entry: { ...entry, seq: seq(99) }, proof }))),
    'record.json',
    99,
    /beyond the head/,
  ],
  ['no entry', () => packageOf(withRecord({ entries: [] })), 'record.json', null, /no entry/],
  [
    'another order',
    () => packageOf(withRecord({ order: { ...openEvidence().record.order, id: orderId('ORD-2') } })),
    'record.json',
    1,
    /under the order/,
  ],
  [
    'a position moved',
    () => packageOf(withSealed({ seals: [moved, second, guidance] })),
    'seals.json',
    23,
    /SHA-256 differs/,
  ],
  [
    'a position moved, and its promise with it',
    () =>
      packageOf(
        withSealed({ seals: [{ ...moved, commitment: commitmentOf(moved.salt, moved.content) }, second, guidance] }),
      ),
    'seals.json',
    null,
    /promised by no entry/,
  ],
  [
    'another salt',
    () => packageOf(withSealed({ seals: [{ ...first, salt: second.salt }, second, guidance] })),
    'seals.json',
    23,
    /SHA-256 differs/,
  ],
  ['a seal left out', () => packageOf(withSealed({ seals: [first, guidance] })), 'seals.json', 23, /no seal opens/],
  [
    'a seal twice',
    () => packageOf(withSealed({ seals: [first, first, second, guidance] })),
    'seals.json',
    null,
    /twice/,
  ],
  [
    'seals after the deletion',
    () => packageOf(withSealed({ seals }, deletedEvidence())),
    'seals.json',
    30,
    /were deleted/,
  ],
  ['zones after the deletion', () => packageOf(withSealed({ zones }, deletedEvidence())), 'seals.json', 30, /zones/],
  [
    'a place nobody was led to',
    () => packageOf(withSealed({ places: [aPlace(), aPlace({ id: placeId('P2') })] })),
    'seals.json',
    null,
    /place/,
  ],
  [
    'a GPX that says otherwise',
    () => resigned((f) => f.set('positions.gpx', text('<gpx/>'))),
    'positions.gpx',
    null,
    /is not what/,
  ],
  [
    'a GeoJSON that says otherwise',
    () => resigned((f) => f.set('positions.geojson', text('{}'))),
    'positions.geojson',
    null,
    /is not what/,
  ],
  [
    'an EIDO that says otherwise',
    () => resigned((f) => f.set('incident.eido.json', text('{}'))),
    'incident.eido.json',
    null,
    /is not what/,
  ],
  [
    'other instructions',
    () => resigned((f) => f.set('VERIFY.txt', text('all is well'))),
    'VERIFY.txt',
    null,
    /is not what/,
  ],
  ['a report missing', () => resigned((f) => f.delete('report.en.pdf')), 'report.en.pdf', null, /missing/],
  [
    'a GPX although positions are gone',
    () => resigned((f) => f.set('positions.gpx', text('<gpx/>')), deletedEvidence()),
    'positions.gpx',
    null,
    /does not belong/,
  ],
];

describe('each tampering is found, and named', () => {
  it.each(TAMPERINGS)('%s', (_, archive, file, entry, words) => {
    const verified = verifyPackage(archive(), pinned);
    expect(verified).toMatchObject({ ok: false, error: { file, seq: entry } });
    if (!verified.ok) expect(verified.error.what).toMatch(words);
  });
});

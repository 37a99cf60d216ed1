import type { Fault, PositionsState, Statement, Unproven } from '../../evidence/package/statement.ts';

const POSITIONS: Readonly<Record<PositionsState, string>> = {
  open: 'laid open; each is the one the record committed to',
  deleted: 'deleted for good, as the record says; their commitments stand',
  'not-included': 'sealed in the record and not in this package',
  none: 'the record commits to none',
};

const UNPROVEN: Readonly<Record<Unproven, string>> = {
  signer: 'WHO SIGNED: no fingerprint was given. Compare the one above with the published one, or use --key',
  gapless: 'that no entry is missing between: some entries carry no number within their incident',
  positions: 'where anybody was: the positions are not in the package',
  names: 'names, callsigns, order, zones and places: they are the server’s word at the time of export',
  reports: 'the PDFs: the exporting console drew them, and nobody can make them anew; what counts is record.json',
  devices: 'that devices measured right, that clocks were right, and that nothing was left out before it was recorded',
};

const instant = (at_ms: number): string => new Date(at_ms).toISOString();

/** One line: file, entry, what does not hold. */
export const faultLine = ({ file, seq, what }: Fault): string =>
  [...(file === null ? [] : [file]), ...(seq === null ? [] : [`entry ${seq}`]), what].join(': ');

/** The statement, for a person. */
export const statementLines = (s: Statement): readonly string[] => [
  ...(s.mode === 'training' ? ['TRAINING: this is no evidence.'] : []),
  `Holds: incident ${s.incidentId}, ${s.entries} entries from ${instant(s.first_ms)} to ${instant(s.last_ms)}.`,
  `Log ${s.logId}, size ${s.size}, root ${s.root}.`,
  `Signed by ${s.fingerprint} (${s.signer === 'pinned' ? 'the key you named' : 'SIGNER NOT PROVEN'}).`,
  `Exported ${instant(s.exportedAt_ms)} by ${s.exportedBy}.`,
  `Positions: ${POSITIONS[s.positions]}.`,
  'Not proven by this package:',
  ...s.notProven.map((one) => `  - ${UNPROVEN[one]}.`),
];

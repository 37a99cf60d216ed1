import fc from 'fast-check';
import type { IncidentId, Seq } from '../../shared/domain/ids.ts';
import type { Entry } from '../../shared/domain/incidents/entries.ts';
import { canonical, digestOf } from '../../main/evidence/canonical.ts';
import { signHead } from '../../main/evidence/log/heads.ts';
import type { Commit, FreshSeal, RecordLine } from '../../main/monitoring/ports/commit.ts';
import type { RecordPort } from '../../main/monitoring/ports/record.ts';
import { commandId, consoleId, incidentId, operatorId, personId, seq } from './ids.ts';
import { aSigner, logId } from './log.ts';
import { sha256 } from './recordModel.ts';
import type { RecordModel } from './recordModel.ts';
import { T0 } from './times.ts';

export const INCIDENTS = ['I1', 'I2', 'I3'].map(incidentId);

const nat = (max: number) => fc.nat({ max });
const anIncident = fc.constantFrom(...INCIDENTS);
const some = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<readonly T[]> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant<readonly T[]>([]) }, fc.array(one, { maxLength: 3 }));

const seldom = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<readonly T[]> =>
  fc.oneof({ weight: 8, arbitrary: fc.constant<readonly T[]>([]) }, fc.array(one, { maxLength: 2 }));

/** A commit before it is known what it comes upon: small numbers that name what is there, or is not. */
const recipeShape = {
  lines: some(fc.option(anIncident)),
  /** One of the lines again, or one that is on disk. */
  isLineRepeated: fc.boolean(),
  commands: some(nat(30)),
  access: some(
    fc.record({
      operator: fc.option(nat(2)),
      incident: fc.option(anIncident),
      people: some(nat(3)),
      detail: fc.option(fc.string({ maxLength: 40 })),
    }),
  ),
  keys: some(anIncident),
  gathered: some(fc.record({ incident: anIncident, points: fc.integer({ min: 1, max: 4 }) })),
  seals: some(
    fc.record({
      incident: anIncident,
      points: fc.integer({ min: 0, max: 3 }),
      salt: fc.uint8Array({ minLength: 16, maxLength: 16 }),
    }),
  ),
  sealed: some(anIncident),
  forgotten: seldom(anIncident),
  head: fc.constantFrom<'none' | 'new' | 'again'>('none', 'none', 'new', 'again'),
  isRestoreTold: fc.boolean(),
  lastFixes: some(fc.tuple(nat(3), fc.option(nat(90)))),
  realDevices: some(fc.tuple(nat(3), fc.option(nat(1e6)))),
  sessionsOpened: some(nat(20)),
  sessionsEnded: some(nat(20)),
  accounts: some(nat(20)),
};
const recipe = fc.record(recipeShape);
export type Recipe = typeof recipe extends fc.Arbitrary<infer T> ? T : never;

/** One thing after the other that a store has to take. */
export const aStep = fc.oneof(
  { weight: 20, arbitrary: fc.record({ kind: fc.constant('commit' as const), recipe }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('destroy' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('mark' as const), size: nat(1000) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reopen' as const), restored: fc.option(nat(50)) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('commit and close' as const), recipe }) },
);

const entryOf = (number: Seq, incident: IncidentId | null): Entry => ({
  seq: number,
  recordedAt_ms: T0 + number,
  at_ms: T0,
  incidentId: incident,
  commandId: null,
  actor: { type: 'system' },
  body: { kind: 'positions.deleted', count: number },
});
const lineOf = (number: number, incident: IncidentId | null): RecordLine => {
  const text = canonical(entryOf(seq(number), incident));
  return { seq: seq(number), incidentId: incident, text, leaf: sha256(Uint8Array.of(0), text) };
};
const linesOf = ({ lines, isLineRepeated }: Recipe, model: RecordModel): readonly RecordLine[] => {
  const head = model.entries.length;
  const next = lines.map((incident, index) => lineOf(head + index + 1, incident));
  // Of a repeated line it is the number alone that must be refused.
  return isLineRepeated && head > 0 && lines.length === 3 ? [...next, lineOf(head, null)] : next;
};

const point = (n: number) => ({
  at_ms: T0 + n,
  lon: 127 + n / 1000,
  lat: 37.5,
  accuracy_m: 5,
  heading_deg: null,
  speed_mps: n,
});
const pointsOf = (count: number) => Array.from({ length: count }, (_, n) => point(n));
const sealOf = ({ incident, points, salt }: Recipe['seals'][number]): FreshSeal => {
  const content =
    points === 0
      ? { kind: 'guidance', guidanceId: 'G1', placeId: 'P1', route: [[127, 37.5]] }
      : { kind: 'positions', personId: 'O1', points: pointsOf(points) };
  const plain = Uint8Array.from([...salt, ...Buffer.from(canonical(content))]);
  return { incident, commitment: digestOf(plain), points, plain };
};

const people = (n: number) => personId(`P${n}`);
const operators = (n: number) => operatorId(`op${n}`);
const headsOf = ({ head: which }: Recipe, { heads }: RecordModel): Commit['heads'] => {
  const last = Math.max(0, ...heads.keys());
  if (which === 'none' || (which === 'again' && last === 0)) return [];
  const size = which === 'new' ? last + 2 : last;
  return [
    signHead({ logId: logId('log-1'), size, root: digestOf(`root ${size}`), at_ms: T0, previous: null }, aSigner()),
  ];
};

/** What a recipe makes on what is there. */
export const commitFrom = (
  made: Recipe,
  model: RecordModel,
  { sealed }: Pick<RecordPort, 'sealed'>,
): Partial<Commit> => ({
  lines: linesOf(made, model),
  commands: made.commands.map((n) => ({ command: commandId(`c${n}`), operator: operators(n % 3), seqs: [seq(n + 1)] })),
  access: made.access.map(({ operator, incident, people: about, detail }) => ({
    at_ms: T0,
    operatorId: operator === null ? null : operators(operator),
    action: 'read',
    incidentId: incident,
    people: [...new Set(about.map(people))].toSorted(),
    detail,
  })),
  keys: made.keys,
  gathered: made.gathered.map(({ incident, points }) => ({
    incident,
    pieces: [{ personId: people(points), points: pointsOf(points) }],
  })),
  seals: made.seals.map(sealOf),
  sealed: made.sealed.map((incident) => ({ incident, through: sealed.positions.read(incident).through })),
  forgotten: made.forgotten.map((incident) => ({ incident, at_ms: T0 })),
  heads: headsOf(made, model),
  isRestoreTold: made.isRestoreTold,
  lastFixes: new Map(
    made.lastFixes.map(([n, at]) => [
      people(n),
      at === null
        ? null
        : {
            at_ms: T0 + at,
            lon: 127,
            lat: 37 + at / 100,
            accuracy_m: null,
            speed_mps: 1,
            heading_deg: at,
            source: 'gnss',
            battery_percent: null,
          },
    ]),
  ),
  realDevices: new Map(made.realDevices.map(([n, since_ms]) => [people(n), since_ms])),
  sessionsOpened: made.sessionsOpened.map((n) => ({
    tokenHash: `hash ${n}`,
    operatorId: operators(n),
    consoleId: consoleId('console-1'),
    startedAt_ms: 1,
    expiresAt_ms: T0 + n,
  })),
  sessionsEnded: made.sessionsEnded.map((n) => `hash ${n}`),
  accounts: made.accounts.map((n) => ({
    operator: { id: operators(n), name: `가명 ${n}`, role: 'dispatcher' },
    salt: Uint8Array.of(n, 1),
    hash: Uint8Array.of(n, 2),
  })),
});

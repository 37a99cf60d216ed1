import fc from 'fast-check';
import { expect } from 'vitest';
import type { Commit, RestoredMark } from '../../../../../main/monitoring/ports/commit.ts';
import type { Outcome, RecordPort } from '../../../../../main/monitoring/ports/record.ts';
import { Digest } from '../../../../../shared/domain/ids.ts';
import { aStep, commitFrom, INCIDENTS } from '../../../../builders/anyCommit.ts';
import type { Recipe } from '../../../../builders/anyCommit.ts';
import { personId, seq } from '../../../../builders/ids.ts';
import { committed, emptyRecord, sealedOf, sha256 } from '../../../../builders/recordModel.ts';
import type { RecordModel } from '../../../../builders/recordModel.ts';

/** A fresh place that a store of one kind is opened at, again and again. */
export type Place = {
  readonly open: () => Promise<RecordPort>;
  /** As a restore leaves a store that is closed; null for one that does not outlive its closing. */
  readonly restore: ((mark: RestoredMark) => void) | null;
  readonly drop: () => void;
};

const ALL = 100_000;
const sorted = <T>(all: Iterable<readonly [string, T]>): readonly (readonly [string, T])[] =>
  [...all].toSorted(([a], [b]) => (a < b ? -1 : 1));

/** Everything that can be read of a port, so that it can be compared. */
const readsOf = (port: RecordPort, { entries, commands, access }: RecordModel) => {
  const { sealed, record } = port;
  const middle = Math.floor(entries.length / 2);
  const ids = port.access.page(null, ALL).map(({ id }) => id);
  const before = ids[Math.floor(access.length / 2)] ?? null;
  return {
    since: [record.since(0, ALL), record.since(middle, 2)],
    checked: [record.checked(0, ALL), record.checked(middle, 2)].map((lines) =>
      lines.map((line) => ({ ...line, leaf: Buffer.from(line.leaf).toString('hex') })),
    ),
    ofIncident: INCIDENTS.map(record.ofIncident),
    incidentOf: [...entries.map((entry) => entry.seq), seq(entries.length + 1)].map(record.incidentOf),
    commands: [...commands.keys()].map(record.seqsOf),
    heads: [port.heads.all(), port.heads.last()],
    access: [port.access.page(null, ALL), port.access.page(before, 2)].map((page) =>
      page.map(({ at_ms, operatorId, action, incidentId, people, detail }) => ({
        at_ms,
        operatorId,
        action,
        incidentId,
        people,
        detail,
      })),
    ),
    areNumbersDescending: ids.every((id, index) => index === 0 || id < (ids[index - 1] ?? 0)),
    accounts: sorted(
      port.accounts.all().map((one) => [one.operator.id, { ...one, salt: [...one.salt], hash: [...one.hash] }]),
    ),
    sessions: sorted(port.sessions.all().map((one) => [one.tokenHash, one])),
    lastFixes: sorted(port.lastFixes.all()),
    realDevices: sorted(port.realDevices.all()),
    restored: port.restored.mark(),
    sealed: INCIDENTS.map((id) => ({
      hasKey: sealed.hasKey(id),
      pieces: sealed.positions.read(id).pieces,
      seals: sealed.seals.open(id),
      points: sealed.points(id),
    })),
    waiting: [...sealed.positions.incidents()].toSorted(),
    remaining: [...sealed.remaining()].toSorted(),
    destroyed: [...sealed.destroyed()].toSorted(),
    lost: sealed.lost(),
  };
};

/** The same of the model. */
const expected = (model: RecordModel): ReturnType<typeof readsOf> => {
  const { entries } = model;
  const middle = Math.floor(entries.length / 2);
  const lines = entries.flatMap((entry, index) => {
    const line = model.lines[index];
    return line === undefined ? [] : [{ seq: entry.seq, incidentId: entry.incidentId, entry, ...line }];
  });
  const access = model.access.toReversed();
  const of = INCIDENTS.map((id) => [id, sealedOf(model, id)] as const);
  const idsOf = (holds: (one: (typeof of)[number][1]) => boolean) =>
    of.flatMap(([id, one]) => (holds(one) ? [id] : []));
  const heads = [...model.heads.values()].toSorted((a, b) => a.head.size - b.head.size);
  const pointsOf = (pieces: readonly { readonly points: readonly unknown[] }[]) =>
    pieces.reduce((n, { points }) => n + points.length, 0);
  return {
    since: [entries, entries.slice(middle, middle + 2)],
    checked: [lines, lines.slice(middle, middle + 2)],
    ofIncident: INCIDENTS.map((id) => entries.filter(({ incidentId }) => incidentId === id)),
    incidentOf: [...entries.map(({ incidentId }) => incidentId), null],
    commands: [...model.commands.values()],
    heads: [heads, heads.at(-1) ?? null],
    access: [access, access.length === 0 ? [] : access.slice(Math.floor(access.length / 2) + 1).slice(0, 2)],
    areNumbersDescending: true,
    accounts: sorted(
      [...model.accounts].map(([id, one]) => [id, { ...one, salt: [...one.salt], hash: [...one.hash] }]),
    ),
    sessions: sorted(model.sessions),
    lastFixes: sorted(model.lastFixes),
    realDevices: sorted(model.realDevices),
    restored: model.restored,
    sealed: of.map(([, { hasKey, pieces, seals }]) => ({
      hasKey,
      pieces,
      seals: seals.map(({ opened }) => opened),
      points: pointsOf(pieces) + seals.reduce((n, { points }) => n + points, 0),
    })),
    waiting: idsOf(({ pieces }) => pieces.length > 0),
    remaining: idsOf(({ hasKey, pieces, seals }) => hasKey || pieces.length > 0 || seals.length > 0),
    destroyed: idsOf(({ isDestroyed }) => isDestroyed),
    lost: [],
  };
};

const CONTENT = {
  kind: 'positions',
  personId: personId('O1'),
  points: [{ at_ms: 1, lon: 127, lat: 37, accuracy_m: 5, heading_deg: null, speed_mps: null }],
} as const;

/** Content can be made ready where there is a key, is let go of where the key was destroyed, and is refused where there is none yet. */
const expectClosing = ({ sealed: { seals } }: RecordPort, model: RecordModel): void => {
  for (const id of INCIDENTS) {
    const { hasKey, isDestroyed } = sealedOf(model, id);
    if (!hasKey && !isDestroyed) {
      expect(() => seals.close(id, CONTENT)).toThrow();
      continue;
    }
    const { plain, points, commitment } = seals.close(id, CONTENT);
    expect([plain !== null, points]).toEqual([hasKey, 1]);
    if (plain !== null) expect(sha256(plain).toString('hex')).toBe(commitment);
  }
};

const expectReads = (port: RecordPort, model: RecordModel): void => {
  expect(readsOf(port, model)).toEqual(expected(model));
  expectClosing(port, model);
};

/** A key goes to disk before its commit: one that is refused may leave a key behind, which opens nothing. */
const withKeysOf = (
  model: RecordModel,
  port: RecordPort,
  { keys = [], gathered = [] }: Partial<Commit>,
): RecordModel => {
  const next = structuredClone(model);
  for (const id of [...keys, ...gathered.map(({ incident }) => incident)])
    if (!sealedOf(next, id).isDestroyed) sealedOf(next, id).hasKey ||= port.sealed.hasKey(id);
  return next;
};

const play = async (
  place: Place,
  steps: readonly (typeof aStep extends fc.Arbitrary<infer T> ? T : never)[],
): Promise<void> => {
  let model = emptyRecord();
  let port = await place.open();
  const { id, signer } = port.log;
  const reopen = async (): Promise<void> => {
    if (place.restore === null) return;
    await port.close();
    port = await place.open();
    expect([port.log.id, port.log.signer.publicKey, port.mark.found]).toEqual([id, signer.publicKey, model.mark]);
  };
  /** `meanwhile` runs before the answer is waited for. */
  const commit = async (
    asked: Partial<Commit>,
    meanwhile: () => Promise<void> = () => Promise.resolve(),
  ): Promise<void> => {
    const answers: Outcome[] = [];
    const first = new Promise((resolve) => {
      port.commit(asked, (outcome) => {
        answers.push(outcome);
        resolve(outcome);
      });
    });
    await meanwhile();
    await first;
    const next = committed(model, asked);
    expect(answers.map(({ ok }) => ok)).toEqual([next !== null]);
    model = next ?? withKeysOf(model, port, asked);
  };
  const made = (recipe: Recipe): Partial<Commit> => commitFrom(recipe, model, port);
  try {
    for (const step of steps) {
      switch (step.kind) {
        case 'commit':
          await commit(made(step.recipe));
          break;
        case 'commit and close':
          await commit(made(step.recipe), reopen);
          break;
        case 'destroy':
          await commit({ isDestructionDue: true });
          break;
        case 'mark': {
          const mark = { size: step.size, root: Digest.parse(sha256(`${step.size}`).toString('hex')) };
          port.mark.write(mark);
          model.mark = mark;
          break;
        }
        case 'reopen':
          if (step.restored !== null && place.restore !== null) {
            await port.close();
            model.restored = { size: step.restored, backupAt_ms: 1 };
            place.restore(model.restored);
          }
          await reopen();
          break;
        default:
          step satisfies never;
      }
      expectReads(port, model);
    }
  } finally {
    await port.close();
  }
};

/** Holds a kind of store against the model. A failure prints the seed and the path that repeat it. */
export const conforms = (makePlace: () => Place, numRuns: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(fc.array(aStep, { minLength: 1, maxLength: 25, size: 'max' }), async (steps) => {
      const place = makePlace();
      try {
        await play(place, steps);
      } finally {
        place.drop();
      }
    }),
    { numRuns },
  );

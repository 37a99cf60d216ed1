import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reduceWitness, takeUp } from '../../../../../main/console/witness/reduce.ts';
import { viewOf } from '../../../../../main/console/witness/state.ts';
import type { Surroundings, WitnessEvent, WitnessState } from '../../../../../main/console/witness/state.ts';
import { HEAD_LATE_MS } from '../../../../../main/console/witness/step.ts';
import type { Step } from '../../../../../main/console/witness/step.ts';
import { err, ok } from '../../../../../shared/domain/result.ts';
import { aLogOf, aSigner, logId } from '../../../../builders/log.ts';
import { T0 } from '../../../../builders/times.ts';
import { notes } from './bench.ts';

const around = (journalHead: number): Surroundings => ({
  now_ms: T0,
  serverNow_ms: T0,
  journalHead,
  isCaughtUp: true,
});

const nothingKept = { logId: null, fault: null, otherLogSince_ms: null, isDisputed: false };
const atFirst = (): WitnessState =>
  takeUp({ standing: nothingKept, heads: new Map(), frontier: null, journalHead: 0 }).state;

/** Runs events one after the other over a journal of so many entries. */
const after = (state: WitnessState, journalHead: number, ...events: readonly WitnessEvent[]): Step =>
  events.reduce<Step>((step, event) => reduceWitness(step.state, event, around(journalHead)), { state, effects: [] });

const kindsOf = ({ effects }: Step): readonly string[] => effects.map(({ kind }) => kind);
const answered = (size: number, since: number): WitnessEvent => ({
  kind: 'answered',
  answer: ok(aLogOf(notes(size)).news(since, T0)),
});
/** Five entries held, and the head of the first five seen. */
const verified = (): WitnessState =>
  after(atFirst(), 5, { kind: 'started' }, answered(5, 0), { kind: 'journal-read', since: 0, entries: notes(5) }).state;

describe('what the witness of the log decides', () => {
  it('asks one question at a time, and none without a session', () => {
    expect(after(atFirst(), 0, { kind: 'ask-due' }).effects).toEqual([]);
    const started = after(atFirst(), 0, { kind: 'started' });
    expect(started.effects).toEqual([{ kind: 'ask', since: 0 }]);
    expect(after(started.state, 0, { kind: 'started' }).effects).toEqual([]);
  });

  it('keeps a head that holds, hashes the own entries up to it, and tells once both agree', () => {
    const asked = after(atFirst(), 5, { kind: 'started' });
    const taken = after(asked.state, 5, answered(5, 0));
    expect(kindsOf(taken)).toEqual(['drop-frontier', 'keep-standing', 'keep-head', 'read-journal']);
    expect(viewOf(taken.state).status).toBe('checking');
    const matched = after(taken.state, 5, { kind: 'journal-read', since: 0, entries: notes(5) });
    expect(kindsOf(matched)).toEqual(['keep-frontier', 'changed']);
    expect(viewOf(matched.state)).toMatchObject({ status: 'verified', size: 5, checkedAt_ms: T0 });
  });

  it('reads on where a page of the journal ended, after a pause', () => {
    const taken = after(atFirst(), 5, { kind: 'started' }, answered(5, 0));
    const part = after(taken.state, 5, { kind: 'journal-read', since: 0, entries: notes(3) });
    expect(kindsOf(part)).toEqual(['hash-soon', 'changed']);
    const on = after(part.state, 5, { kind: 'hash-due' });
    expect(on.effects).toEqual([{ kind: 'read-journal', since: 3 }]);
  });

  it('passes over a page that was read for a frontier of before', () => {
    const taken = after(atFirst(), 5, { kind: 'started' }, answered(5, 0), { kind: 'journal-reset' });
    const late = after(taken.state, 5, { kind: 'journal-read', since: 2, entries: notes(5).slice(2) });
    expect(late.state.frontier.size).toBe(0);
    expect(viewOf(late.state).status).toBe('checking');
  });

  it('lets a fault stand, asks nothing more, and takes the log anew once it is accepted', () => {
    const other = aLogOf([...notes(2), ...notes(8, 'other').slice(2)]);
    const asked = after(verified(), 5, { kind: 'stopped' }, { kind: 'started' });
    const faulty = after(asked.state, 5, { kind: 'answered', answer: ok(other.news(5, T0)) });
    expect(kindsOf(faulty)).toEqual(['keep-standing', 'refused', 'changed']);
    expect(viewOf(faulty.state)).toMatchObject({ status: 'fault', fault: { kind: 'rewritten', verified: 5, told: 8 } });
    expect(
      after(faulty.state, 9, { kind: 'ask-due' }, { kind: 'journal-grew' }, { kind: 'started' }).state.asked,
    ).toBeNull();
    const accepted = after(faulty.state, 5, { kind: 'accepted' });
    expect(kindsOf(accepted)).toEqual(['drop-frontier', 'keep-standing', 'fetch-anew', 'changed', 'ask']);
    expect(viewOf(accepted.state)).toMatchObject({ status: 'unknown', fault: null });
  });

  it('waits for a head from the first entry on that none covers, asks once it is late, and then accuses', () => {
    const grew = after(verified(), 7, { kind: 'journal-grew' });
    expect(grew.effects).toContainEqual({ kind: 'await-head', delay_ms: HEAD_LATE_MS });
    expect(kindsOf(after(grew.state, 9, { kind: 'journal-grew' }))).not.toContain('await-head');
    const late = after(grew.state, 9, { kind: 'head-late' });
    expect(kindsOf(late)).toEqual(['changed', 'ask']);
    expect(viewOf(late.state).status).toBe('checking');
    const silent = after(late.state, 9, { kind: 'answered', answer: err('unheard') });
    expect(viewOf(silent.state).fault).toMatchObject({ kind: 'withheld', verified: 5, told: 9 });
    const honest = after(late.state, 9, { kind: 'answered', answer: err('cannot-store') });
    expect(viewOf(honest.state).fault).toBeNull();
  });

  it('leaves an answer aside that comes after the session has ended', () => {
    const stopped = after(atFirst(), 5, { kind: 'started' }, { kind: 'stopped' });
    const late = after(stopped.state, 5, answered(5, 0));
    expect(late.effects).toEqual([]);
    expect(late.state.asked).toBeNull();
    expect(viewOf(late.state).status).toBe('unknown');
  });

  it('knows the key of every log it has seen', () => {
    const elsewhere = aLogOf(notes(3, 'other'), aSigner(2), 'log-2').news(0, T0);
    const followed = after(
      verified(),
      5,
      { kind: 'heard', news: elsewhere },
      { kind: 'answered', answer: ok(elsewhere) },
    );
    expect(viewOf(followed.state)).toMatchObject({ logId: logId('log-2'), otherLogSince_ms: T0, fault: null });
    const third = aLogOf(notes(4, 'third'), aSigner(1), 'log-3').news(3, T0);
    const named = after(followed.state, 5, { kind: 'heard', news: third }, { kind: 'answered', answer: ok(third) });
    expect(viewOf(named.state).fault).toMatchObject({ kind: 'renamed', told: 4 });
  });
});

const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value) && !ArrayBuffer.isView(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) frozen(part);
  }
  return value;
};

/** Anything that may happen, in any order. */
const ALPHABET: readonly WitnessEvent[] = [
  { kind: 'started' },
  { kind: 'stopped' },
  { kind: 'ask-due' },
  { kind: 'head-late' },
  { kind: 'journal-grew' },
  { kind: 'journal-reset' },
  { kind: 'entries-differ' },
  { kind: 'hash-due' },
  { kind: 'accepted' },
  { kind: 'journal-read', since: 0, entries: notes(5) },
  { kind: 'journal-read', since: 5, entries: null },
  answered(5, 0),
  answered(7, 5),
  { kind: 'answered', answer: err('later') },
  { kind: 'answered', answer: err('unheard') },
  { kind: 'answered', answer: ok({ logId: logId('log-1'), signedHead: null, since: 5, proof: [] }) },
  { kind: 'answered', answer: ok(aLogOf(notes(4, 'other')).news(0, T0)) },
  { kind: 'heard', news: aLogOf(notes(9)).news(7, T0) },
  { kind: 'heard', news: aLogOf(notes(3, 'third'), aSigner(2), 'log-2').news(0, T0) },
];

describe('whatever happens, in whatever order', () => {
  it('no question goes out under a fault or without a session, and none beside another', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(atFirst(), verified()),
        fc.array(fc.record({ event: fc.constantFrom(...ALPHABET), journalHead: fc.integer({ min: 0, max: 9 }) }), {
          maxLength: 40,
        }),
        (begin, events) => {
          let state = frozen(begin);
          let isWatched = false;
          for (const { event, journalHead } of events) {
            const step = reduceWitness(state, event, around(journalHead));
            const questions = step.effects.filter(({ kind }) => kind === 'ask').length;
            const isOver = state.asked === null || event.kind === 'answered';
            expect(questions).toBeLessThanOrEqual(isOver ? 1 : 0);
            if (questions > 0) expect(step.state.isActive && step.state.standing.fault === null).toBe(true);
            // A clock that runs is one that is owed for, and stops with what is owed.
            for (const { kind } of step.effects) {
              if (kind === 'await-head') isWatched = true;
              if (kind === 'stop-awaiting') isWatched = false;
            }
            if (step.state.owed === null) expect(isWatched).toBe(false);
            if (!step.state.isActive || step.state.standing.fault !== null) expect(step.state.owed).toBeNull();
            // Nothing is left untold between two events but while the journal is read.
            if (step.state.isUntold) expect(step.effects.at(-1)?.kind === 'read-journal' || state.isUntold).toBe(true);
            state = frozen(step.state); // one that were changed in place would throw
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

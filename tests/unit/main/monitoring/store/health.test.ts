import { expect, it } from 'vitest';
import { loadPolicy } from '../../../../../main/files/policy.ts';
import { watchStore } from '../../../../../main/monitoring/store/health.ts';
import type { Outcome } from '../../../../../main/monitoring/ports/record.ts';
import { err, ok } from '../../../../../shared/domain/result.ts';

const policy = loadPolicy();
const { provisionalAfter_s, probeEvery_s } = policy.record;

const watched = () => {
  const waiting: ((outcome: Outcome) => void)[] = [];
  let [wall_ms, elapsed_ms] = [1000, 0];
  const watch = watchStore({
    commit: (_commit, done) => void waiting.push(done),
    policy,
    now: () => wall_ms,
    elapsed_ms: () => elapsed_ms,
  });
  return {
    ...watch,
    answer: (outcome: Outcome) => waiting.shift()?.(outcome),
    pass: (seconds: number) => {
      wall_ms += seconds * 1000;
      elapsed_ms += seconds * 1000;
    },
    /** Sets the wall clock, which durations must not follow. */
    step: (seconds: number) => {
      wall_ms += seconds * 1000;
    },
  };
};
const nothing = (): void => undefined;

it('says that the record takes nothing from the first refusal until something is written again', () => {
  const store = watched();
  expect(store.health()).toEqual({ state: 'working' });
  store.commit({}, nothing);
  store.answer(err('full'));
  store.pass(10);
  store.commit({}, nothing);
  store.answer(err('full'));
  expect(store.health()).toEqual({ state: 'refusing', since_ms: 1000 });
  store.commit({}, nothing);
  store.answer(ok(null));
  expect(store.health()).toEqual({ state: 'working' });
});

it('says so of a write that is not answered, whatever the wall clock does meanwhile', () => {
  const store = watched();
  store.commit({}, nothing);
  store.pass(provisionalAfter_s - 0.1);
  store.step(3600);
  expect(store.health()).toEqual({ state: 'working' });
  store.pass(0.1);
  expect(store.health()).toEqual({ state: 'refusing', since_ms: 1000 });
  store.answer(ok(null));
  expect(store.health()).toEqual({ state: 'working' });
});

it('says so of keys that are being ended and hold up the record, though a refusal to end them says nothing of it', () => {
  const store = watched();
  store.commit({ isDestructionDue: true }, nothing);
  store.pass(provisionalAfter_s);
  expect(store.health()).toEqual({ state: 'refusing', since_ms: 1000 });
  store.answer(err('full'));
  expect(store.health()).toEqual({ state: 'working' });
});

it('has something small written where nothing was for a while, and at once while writes are refused', () => {
  const store = watched();
  expect(store.isProbeDue()).toBe(true); // nothing is known at first
  store.commit({}, nothing);
  expect(store.isProbeDue()).toBe(false);
  store.answer(ok(null));
  expect(store.isProbeDue()).toBe(false);
  store.pass(probeEvery_s);
  expect(store.isProbeDue()).toBe(true);
  store.commit({}, nothing);
  store.answer(err('full'));
  expect(store.isProbeDue()).toBe(true);
});

it('does not take keys that cannot be destroyed for a record that takes nothing', () => {
  const store = watched();
  store.commit({ isDestructionDue: true }, nothing);
  store.answer(err('held'));
  expect(store.health()).toEqual({ state: 'working' });
});

import { expect, test } from 'vitest';
import { createAlarms } from '../../../../main/console/alarms.ts';
import { guardedTimers } from '../../../../main/console/clock.ts';
import { createEmitter } from '../../../../main/console/emitter.ts';
import { createSignal } from '../../../../main/console/signal.ts';

const poison = (): never => {
  throw new TypeError('poisoned');
};

test('a window, an alarm or a lock that fails at an event keeps it from no other', () => {
  const failures: string[] = [];
  const { emit, onAny } = createEmitter((name) => failures.push(name));
  const heard: string[] = [];
  onAny(poison);
  onAny((name) => void heard.push(name));
  emit('recordReset', null);
  expect([heard, failures]).toEqual([['recordReset'], ['recordReset']]);
});

test('one way of drawing attention that fails keeps no other from doing so', () => {
  const failures: unknown[] = [];
  const { emit, onAny } = createEmitter(poison);
  const alarms = createAlarms({ onAny, entriesSince: () => [], onFailure: (thrown) => failures.push(thrown) });
  let drawn = 0;
  alarms.onChange(poison);
  alarms.onChange(() => void (drawn += 1));
  emit('recordReset', null);
  expect([drawn, failures.length]).toEqual([1, 1]);
});

test('a part of a desk that fails at what it is told hears the next thing', () => {
  const failures: unknown[] = [];
  const heard: number[] = [];
  const { tell, hear } = createSignal<number>((thrown) => failures.push(thrown));
  hear((value) => {
    if (value === 1) poison();
    heard.push(value);
  });
  tell(1);
  tell(2);
  expect([heard, failures.length]).toEqual([[2], 1]);
});

test('a timer whose work fails comes again, and so do the others', () => {
  const actions: (() => void)[] = [];
  const failures: unknown[] = [];
  const keep = (_ms: number, action: () => void) => {
    actions.push(action);
    return () => undefined;
  };
  const timers = guardedTimers({ after: keep, every: keep }, (thrown) => failures.push(thrown));
  let rang = 0;
  timers.every(1000, poison);
  timers.after(1000, () => void (rang += 1));
  for (const action of [...actions, ...actions]) action();
  expect([rang, failures.length]).toEqual([2, 2]);
});

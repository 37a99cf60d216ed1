import { describe, expect, it } from 'vitest';
import { secretFrom } from '../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../main/monitoring/store/sqlite/store.ts';
import { answered } from '../../../../builders/answered.ts';
import { slowStore } from '../../../../builders/slowStore.ts';
import { d1, startWatch, supervisor, trainer } from '../watch.ts';

describe('the access log', () => {
  it('is shown to supervisors only, and every reading of it is on it', () => {
    const { monitoring } = startWatch();
    for (const operator of [d1, trainer]) {
      expect(answered(monitoring.accessLog, operator, { before: null, limit: 10 })).toEqual({
        ok: false,
        error: { reason: 'not-allowed' },
      });
    }
    const log = answered(monitoring.accessLog, supervisor, { before: null, limit: 1 });
    expect(log.ok && log.value.map(({ action }) => action)).toEqual(['access-log-read']);
  });
});

describe('positions that are asked for', () => {
  const underLease = () => {
    const store = openStore(':memory:', secretFrom(new Uint8Array(32)));
    const disk = slowStore(store);
    const watch = startWatch({ store, commits: disk.commits });
    watch.monitoring.setSignedIn([d1]);
    watch.apart(5000);
    watch.apart(700);
    disk.answerAll();
    const [incidentId] = watch.monitoring.world().incidents.keys();
    if (incidentId === undefined) throw new Error('no incident');
    const answers: boolean[] = [];
    watch.monitoring.positions(incidentId, d1, ({ ok }) => answers.push(ok));
    return { disk, watch, answers };
  };

  it('are opened once the line that says so is on disk', () => {
    const { disk, answers } = underLease();
    expect(answers).toEqual([]);
    disk.answerAll();
    expect(answers).toEqual([true]);
  });

  it('stay closed where that line cannot be written', () => {
    const { disk, watch, answers } = underLease();
    disk.answer('refuse');
    expect(answers).toEqual([false]);
    expect(watch.failures).toEqual([new Error('disk full')]);
  });

  it('stay closed where the lease has ended while the line was on its way', () => {
    const { disk, watch, answers } = underLease();
    watch.monitoring.setSignedIn([]); // waits behind it: the lease still stands on record
    watch.wait(3600); // and has run out
    disk.answer();
    expect(answers).toEqual([false]);
  });
});

import { expect, it } from 'vitest';
import { secretFrom } from '../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../main/monitoring/store/sqlite/store.ts';
import { slowStore } from '../../../../builders/slowStore.ts';
import { d1, startWatch, V } from '../watch.ts';

it('says that its store takes no head, instead of showing an old one as the newest', () => {
  const store = openStore(':memory:', secretFrom(new Uint8Array(32)));
  let isFull = false;
  const commit: typeof store.commit = (change) => {
    if (isFull && change.heads !== undefined) throw new Error('disk full');
    store.commit(change);
  };
  const watch = startWatch({ store: { ...store, commit } });
  const { monitoring } = watch;
  monitoring.setSignedIn([d1]);
  const raise = (): void => monitoring.sos(V, watch.now());
  const signs = (): boolean => {
    let isTold = false;
    monitoring.signHead(() => {
      isTold = true;
    });
    return isTold;
  };
  raise();
  expect(signs()).toBe(true);
  const signed = monitoring.headSince(0);
  expect(signed).toMatchObject({ ok: true, value: { signedHead: { head: { size: watch.entries.length } } } });

  isFull = true;
  watch.pass(60, () => watch.apart(300));
  expect(signs()).toBe(false);
  expect(monitoring.headSince(0)).toEqual({ ok: false, error: { reason: 'store-failed' } });

  isFull = false;
  expect(signs()).toBe(true);
  expect(monitoring.headSince(0)).toMatchObject({
    ok: true,
    value: { signedHead: { head: { size: watch.entries.length } } },
  });
});

it('says so as well while a disk keeps a head waiting, so that no console takes the head before it for one that is withheld', () => {
  const store = openStore(':memory:', secretFrom(new Uint8Array(32)));
  const slow = slowStore(store);
  const watch = startWatch({ store, commits: slow.commits });
  const { monitoring } = watch;
  const beat = (): void => monitoring.signHead(() => undefined);
  monitoring.sos(V, watch.now());
  slow.answerAll();
  beat();
  slow.answerAll();
  expect(monitoring.headSince(0)).toMatchObject({ ok: true });

  monitoring.sos(V, watch.now());
  slow.answerAll();
  for (let beats = 0; beats < 5; beats += 1) beat();
  expect(monitoring.headSince(0)).toEqual({ ok: false, error: { reason: 'store-failed' } });

  slow.answerAll();
  expect(monitoring.headSince(0)).toMatchObject({ ok: true });
});

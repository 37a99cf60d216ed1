import { expect, test } from 'vitest';
import { linkNotice } from '../../../../renderer/features/top-bar/linkNotice.ts';
import { refusedOf, waitingLong } from '../../../../renderer/app/outbox/model.ts';
import { aLink, aPendingCommand } from '../../../builders/snapshot.ts';
import { T0, at } from '../../../builders/times.ts';

const well = { bridge: { up: true, since_ms: T0 }, link: aLink(), receivedAt_ms: at(10), now_ms: at(11) };

test('all is well: nothing to say', () => {
  expect(linkNotice(well)).toBeNull();
});

test('a lost, refused or never-made link is said at once', () => {
  for (const [status, kind] of [
    ['lost', 'lost'],
    ['connecting', 'lost'],
    ['refused', 'refused'],
  ] as const)
    expect(linkNotice({ ...well, link: aLink({ status, since_ms: at(10) }) })).toEqual({ kind, since_ms: at(10) });
});

test('a console process that is gone outweighs what it last said', () => {
  const bridge = { up: false, since_ms: at(9) };
  expect(linkNotice({ ...well, bridge })).toEqual({ kind: 'bridgeDown', since_ms: at(9) });
});

test('frames that stop coming are said after three seconds, though the link is up', () => {
  expect(linkNotice({ ...well, now_ms: at(13) })).toBeNull();
  expect(linkNotice({ ...well, now_ms: at(13.1) })).toEqual({ kind: 'late', since_ms: at(10) });
});

test('a link just made again has a moment to bring frames', () => {
  expect(linkNotice({ ...well, link: aLink({ since_ms: at(60) }), now_ms: at(61) })).toBeNull();
});

test('a waiting command is mentioned after a second, a refused one is listed apart, and one that is decided and not recorded is neither', () => {
  const outbox = [
    aPendingCommand({ issuedAt_ms: T0 }),
    aPendingCommand({ state: 'refused', refusal: { reason: 'unknown-incident' } }),
    aPendingCommand({ state: 'unrecorded' }),
  ];
  expect(waitingLong(outbox, at(0.9))).toHaveLength(0);
  expect(waitingLong(outbox, at(1))).toHaveLength(1);
  expect(refusedOf(outbox)).toHaveLength(1);
});

import { beforeEach, expect, test } from 'vitest';
import {
  applyAdvice,
  applyFrame,
  applyLeaseEnded,
  applyLeaseOpened,
  applyLeaseRenewed,
  applyLeases,
  presenceStore,
  resetPresence,
} from '../../../../renderer/stores/presence.ts';
import { resetSession, sessionStore } from '../../../../renderer/stores/session.ts';
import { aDirectory } from '../../../builders/directory.ts';
import { handle, incidentId, leaseId, personId } from '../../../builders/ids.ts';
import { aFrame, aLease, aSubject, aTrackPoint } from '../../../builders/presence.ts';
import { T0, at } from '../../../builders/times.ts';

const OFFENDER = handle(11);
const VICTIM = handle(12);
const PATROL = handle(21);
const trailOf = (of: typeof OFFENDER) =>
  presenceStore
    .getState()
    .trails.get(of)
    ?.map((point) => point.at_ms);

beforeEach(() => {
  resetPresence();
  resetSession();
  sessionStore.setState({ directory: aDirectory() });
});

const frameAt = (seconds: number, over: Partial<Parameters<typeof aSubject>[0]> = {}) =>
  aFrame({
    frame: seconds + 1,
    serverTime_ms: at(seconds),
    subjects: [aSubject({ age_s: 0, ...over }), aSubject({ handle: PATROL, age_s: 0 })],
  });

test('a lease seeds trails from its lead-in and frames extend them; patrols have none', () => {
  applyLeases([aLease({}, { leadIn: [{ personId: personId('O1'), points: [aTrackPoint({ at_ms: at(-60) })] }] })]);
  applyFrame(frameAt(0), T0);
  applyFrame(frameAt(1), T0);
  expect(trailOf(OFFENDER)).toEqual([at(-60), at(0), at(1)]);
  expect(trailOf(PATROL)).toBeUndefined();
});

test('the same fix in several frames is one point, whatever its age rounds to', () => {
  applyLeases([aLease()]);
  applyFrame(frameAt(0), T0);
  applyFrame(frameAt(1, { age_s: 1.1 }), T0);
  applyFrame(frameAt(2, { age_s: 1.9 }), T0);
  expect(trailOf(OFFENDER)).toEqual([at(0)]);
});

test('a trail holds 15 minutes', () => {
  applyLeases([aLease({}, { leadIn: [{ personId: personId('O1'), points: [aTrackPoint({ at_ms: at(-901) })] }] })]);
  applyFrame(frameAt(0), T0);
  expect(trailOf(OFFENDER)).toEqual([at(0)]);
});

test('when a lease ends, its people leave the screen at once: frame, subjects, trail and advice', () => {
  applyLeases([aLease()]);
  applyFrame(frameAt(0), T0);
  applyAdvice({ incidentId: incidentId('I1'), at_ms: T0, ranking: [], offender: null, escape: [], led: [] });
  applyLeases([]);
  const state = presenceStore.getState();
  expect([...state.subjects.keys()]).toEqual([PATROL]);
  expect(state.frame?.subjects.map((s) => s.handle)).toEqual([PATROL]);
  expect(state.trails.size).toBe(0);
  expect(state.advice.size).toBe(0);
});

test('when one of two people is no longer open, advice that spoke of both goes; a second lease on the same ones keeps it', () => {
  const victimToo = aLease({ id: leaseId('L2'), subjects: [personId('V1')] });
  const advised = (): number => presenceStore.getState().advice.size;
  applyLeases([aLease(), victimToo]);
  applyAdvice({ incidentId: incidentId('I1'), at_ms: T0, ranking: [], offender: null, escape: [], led: [] });
  applyLeases([aLease()]);
  expect(advised()).toBe(1);
  applyLeases([victimToo]);
  expect(advised()).toBe(0);
});

test('a lease on one person leaves the other without a trail', () => {
  applyLeases([aLease({ subjects: [personId('O1')] })]);
  expect([...presenceStore.getState().trails.keys()]).toEqual([OFFENDER]);
  applyLeases([aLease()]);
  expect([...presenceStore.getState().trails.keys()]).toEqual([OFFENDER, VICTIM]);
});

test('leases come and go one by one: each keeps its own people, and a renewal moves nothing else', () => {
  const lead = [{ personId: personId('O1'), points: [aTrackPoint({ at_ms: at(-60) })] }];
  const offender = aLease({ id: leaseId('L1'), subjects: [personId('O1')] }, { leadIn: lead });
  const both = aLease({ id: leaseId('L2') });
  applyLeaseOpened(offender);
  applyLeaseOpened(both);
  applyLeaseRenewed(both.lease.id, at(900));
  expect(presenceStore.getState().leases).toEqual([
    offender,
    { ...both, lease: { ...both.lease, expiresAt_ms: at(900) } },
  ]);
  expect([...presenceStore.getState().trails.keys()]).toEqual([OFFENDER, VICTIM]);
  applyLeaseEnded(both.lease.id);
  expect([...presenceStore.getState().trails.keys()]).toEqual([OFFENDER]);
  expect(trailOf(OFFENDER)).toEqual([at(-60)]);
  applyLeaseOpened(offender); // told again after a reconnection
  expect(presenceStore.getState().leases).toEqual([offender]);
});

test('an older frame than the one shown is dropped', () => {
  applyFrame(frameAt(5), T0);
  applyFrame(frameAt(4), T0 + 1);
  expect(presenceStore.getState().frame?.serverTime_ms).toBe(at(5));
  expect(presenceStore.getState().receivedAt_ms).toBe(T0);
});

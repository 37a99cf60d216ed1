import { inlineCommits, mustWrite } from '../../../../builders/answered.ts';
import { expect, it } from 'vitest';
import { IncidentId } from '../../../../../shared/domain/ids.ts';
import { createRecord } from '../../../../../main/monitoring/incidents/record.ts';
import { systemDraft } from '../../../../../shared/domain/incidents/systemDraft.ts';
import { secretFrom } from '../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../main/monitoring/store/sqlite/store.ts';
import { d1, policy, startWatch, supervisor, thrower, withoutStories } from '../watch.ts';
import type { Watch } from '../watch.ts';
import type { LeaseEvent } from '../../../../../main/monitoring/ports/desks.ts';

const idOf = (watch: Watch): IncidentId => {
  const raised = watch.store.record.since(0, 500).find(({ body }) => body.kind === 'incident.raised');
  return IncidentId.parse(raised?.incidentId);
};

/** An incident that is resolved, whose offender is gone, and whose positions a supervisor is looking at. */
const underReview = (): Watch & { readonly told: LeaseEvent[] } => {
  const watch = startWatch({ store: openStore(':memory:', secretFrom(new Uint8Array(32))), policy: withoutStories });
  watch.monitoring.setSignedIn([d1, supervisor]);
  watch.apart(5000);
  watch.apart(700);
  const incidentId = idOf(watch);
  watch.ask(d1, { kind: 'incident.acknowledge', incidentId });
  watch.ask(d1, { kind: 'incident.resolve', incidentId, outcome: 'offender-separated', cause: null });
  watch.apart(5000);
  watch.pass(policy.lease.afterResolution_s + 90, () => watch.apart(5000));
  expect(watch.bodies('alert.cleared')).toHaveLength(1);
  watch.ask(supervisor, { kind: 'lease.review', incidentId, reason: '가상의 검토' });
  const told: LeaseEvent[] = [];
  watch.monitoring.onLease((event) => told.push(event));
  return { ...watch, told };
};
const close = (watch: Watch): void => {
  const closing = { kind: 'incident.close', incidentId: idOf(watch), review: '가상의 검토' } as const;
  expect(watch.ask(supervisor, closing).ok).toBe(true);
};
const reviewOf = (watch: Watch) => {
  const granted = watch.store.record
    .since(0, 500)
    .flatMap(({ body }) => (body.kind === 'lease.granted' && body.purpose === 'review' ? [body] : []));
  const [review] = granted;
  if (review === undefined || granted.length !== 1) throw new Error('not one review');
  return review.leaseId;
};
const activeIn = (watch: Watch): number => {
  const record = createRecord({
    store: watch.store,
    commits: inlineCommits(watch.store),
    now: watch.now,
    orderOf: () => undefined,
    settlers: [],
    onSettlerFailure: thrower,
    onStoreFailure: thrower,
    elapsed_ms: () => 0,
    policy,
  });
  return record.leases().active.size;
};

const expectEnded = (watch: Watch, told: readonly LeaseEvent[]): void => {
  const leaseId = reviewOf(watch);
  expect(watch.bodies('lease.ended').at(-1)).toEqual({ kind: 'lease.ended', leaseId, reason: 'closed' });
  expect(told).toContainEqual({ kind: 'ended', holder: supervisor.id, leaseId });
  const access = watch.store.access.page(null, 100);
  expect(access).toContainEqual(
    expect.objectContaining({ action: 'lease-ended', operatorId: supervisor.id, detail: 'closed' }),
  );
  expect(watch.monitoring.leasesOf(supervisor.id)).toEqual([]);
  expect(activeIn(watch)).toBe(0);
  expect(watch.monitoring.world().incidents.size).toBe(0);
};

it('ends a review with the positions it was of, in the batch that closes the incident, and over a restart', () => {
  const watch = underReview();
  const before = watch.entries.length;
  close(watch);
  const kinds = watch.entries.slice(before).map(({ body }) => body.kind);
  expect(kinds).toEqual(['incident.closed', 'positions.deleted', 'lease.ended']);
  expectEnded(watch, watch.told);
  const ordinals = watch.entries.filter((e) => e.incidentId === idOf(watch)).map(({ ordinal }) => ordinal);
  expect(ordinals).toEqual(ordinals.map((_, index) => index + 1));
  const after = startWatch({ store: watch.store, now_ms: watch.now() + 1000 });
  after.monitoring.setSignedIn([d1, supervisor]);
  expect(after.monitoring.leasesOf(supervisor.id)).toEqual([]);
  expect(after.bodies('lease.ended')).toEqual([]);
});

it('keeps a review of held positions, and ends it with the last hold', () => {
  const watch = underReview();
  const until_ms = watch.now() + 5000;
  watch.ask(supervisor, { kind: 'hold.set', incidentId: idOf(watch), reason: '가상의 사유', until_ms });
  close(watch);
  expect(watch.monitoring.leasesOf(supervisor.id)).toHaveLength(1);
  watch.pass(6);
  const kinds = watch.entries.map(({ body }) => body.kind);
  expect(kinds.slice(kinds.indexOf('hold.ended'))).toEqual(['hold.ended', 'positions.deleted', 'lease.ended']);
  expectEnded(watch, watch.told);
});

it('ends a lease that has outlived its incident, with the next thing that is written', () => {
  const watch = underReview();
  const leaseId = reviewOf(watch);
  // As an older server left it: closed and deleted, with the lease still running.
  const record = createRecord({
    store: watch.store,
    commits: inlineCommits(watch.store),
    now: watch.now,
    orderOf: () => undefined,
    settlers: [],
    onSettlerFailure: thrower,
    onStoreFailure: thrower,
    elapsed_ms: () => 0,
    policy,
  });
  record.write((batch) => {
    const incidentId = idOf(watch);
    batch.add([systemDraft(incidentId, watch.now(), { kind: 'incident.closed', review: '가상의 검토' })]);
    batch.add([systemDraft(incidentId, watch.now(), { kind: 'positions.deleted', count: 1 })]);
  }, mustWrite);
  const after = startWatch({ store: watch.store, now_ms: watch.now() + 1000 });
  const told: LeaseEvent[] = [];
  after.monitoring.onLease((event) => told.push(event));
  after.monitoring.setSignedIn([d1, supervisor]);
  expect(after.bodies('lease.ended')).toEqual([{ kind: 'lease.ended', leaseId, reason: 'closed' }]);
  expectEnded(after, told);
  after.pass(policy.lease.duration_s);
  expect(after.bodies('lease.ended')).toHaveLength(1);
  expect(after.failures).toEqual([]);
});

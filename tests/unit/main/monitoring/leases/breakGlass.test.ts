import { describe, expect, it } from 'vitest';
import { LeaseId } from '../../../../../shared/domain/ids.ts';
import { Command } from '../../../../../shared/domain/incidents/commands.ts';
import type { Operator } from '../../../../../shared/domain/operators.ts';
import { d1, policy, START_MS, startWatch, supervisor } from '../watch.ts';
import type { Watch } from '../watch.ts';
import { answered } from '../../../../builders/answered.ts';

const people = (watch: Watch, operator: Operator): number => {
  const handles = new Set(watch.monitoring.directory().people.map((p) => p.handle));
  return watch.monitoring.presenceFor(operator.id, 1).subjects.filter((s) => handles.has(s.handle)).length;
};
const incidentOf = (watch: Watch) => {
  const incident = [...watch.monitoring.world().incidents.values()].at(-1);
  if (incident === undefined) throw new Error('no incident');
  return incident;
};
/** Keeps both devices reporting while time passes, so that nobody falls silent. */
const passReporting = (watch: Watch, seconds: number, metres: number): void =>
  watch.pass(seconds, () => watch.apart(metres));

const breach = (operators: readonly Operator[], metres: number): Watch => {
  const watch = startWatch();
  watch.monitoring.setSignedIn(operators);
  watch.apart(5000);
  watch.apart(metres);
  return watch;
};

describe('leases that are broken open', () => {
  it('break the glass for a dispatcher with a reason while the incident runs, and mark it', () => {
    const watch = breach([d1, supervisor], 1500);
    const { id: incidentId } = incidentOf(watch);
    const ask = { kind: 'lease.breakGlass', incidentId, reason: '가상의 사유' } as const;
    expect(watch.ask(d1, ask).ok).toBe(true);
    expect(people(watch, d1)).toBe(2);
    expect(incidentOf(watch).brokeGlass).toBe(true);
    const log = answered(watch.monitoring.accessLog, supervisor, { before: null, limit: 50 });
    expect(log.ok && log.value.map((l) => l.detail)).toContain('break-glass: 가상의 사유');
  });

  it('break the glass for a supervisor too, who cannot say of their own that it was seen', () => {
    const watch = breach([d1, supervisor], 1500);
    const { id: incidentId } = incidentOf(watch);
    expect(watch.ask(supervisor, { kind: 'lease.breakGlass', incidentId, reason: '가상의 사유' }).ok).toBe(true);
    expect([people(watch, supervisor), people(watch, d1)]).toEqual([2, 0]);
    passReporting(watch, policy.lease.duration_s + 1, 1500);
    expect(people(watch, supervisor), 'for as long as the warning runs').toBe(2);
    const [[leaseId, broken] = []] = incidentOf(watch).glassBroken;
    expect(broken).toMatchObject({ holders: [supervisor.id], seen: false });
    if (leaseId === undefined) throw new Error('no lease');
    const seen = { kind: 'lease.seen', incidentId, leaseId } as const;
    expect(watch.ask(supervisor, seen)).toEqual({ ok: false, error: { reason: 'not-allowed' } });
  });

  it('E5: wait on record until a supervisor has seen them, and whoever did it cannot say so', () => {
    const watch = breach([d1, supervisor], 1500);
    const { id: incidentId } = incidentOf(watch);
    watch.ask(d1, { kind: 'lease.breakGlass', incidentId, reason: '가상의 사유' });
    const [[leaseId, broken] = []] = incidentOf(watch).glassBroken;
    expect(broken).toMatchObject({ holders: [d1.id], reason: '가상의 사유', seen: false });
    if (leaseId === undefined) throw new Error('no lease');
    const seen = { kind: 'lease.seen', incidentId, leaseId } as const;
    expect(watch.ask(d1, seen)).toEqual({ ok: false, error: { reason: 'not-allowed' } });
    expect(watch.ask(supervisor, seen).ok).toBe(true);
    expect(incidentOf(watch).glassBroken.get(leaseId)?.seen).toBe(true);
    expect(watch.bodies('lease.seen')).toEqual([{ kind: 'lease.seen', leaseId }]);
    const other = LeaseId.parse('lease-other');
    expect(watch.ask(supervisor, { ...seen, leaseId: other })).toEqual({
      ok: false,
      error: { reason: 'unknown-entry' },
    });
  });

  it('broken open at the warning tier last as long as the warning does, and no longer than their session', () => {
    const watch = breach([d1], 1500);
    const { id: incidentId } = incidentOf(watch);
    watch.ask(d1, { kind: 'lease.breakGlass', incidentId, reason: '가상의 사유' });
    passReporting(watch, policy.lease.duration_s + 1, 1500);
    expect(people(watch, d1)).toBe(2);
    watch.monitoring.setSignedIn([]);
    watch.monitoring.setSignedIn([d1]);
    expect(people(watch, d1)).toBe(0);
  });

  it('E6: broken open end with the breach, however long the response goes on for other reasons', () => {
    const watch = breach([d1], 1500);
    const { id: incidentId } = incidentOf(watch);
    watch.ask(d1, { kind: 'incident.acknowledge', incidentId });
    // A low battery keeps the response going, and is nothing that one would break a glass for.
    const report = (seconds: number, metres: number): void =>
      watch.pass(seconds, () => watch.apart(metres, { battery_percent: 5 }));
    report(5, 1500);
    expect(watch.ask(d1, { kind: 'lease.breakGlass', incidentId, reason: '가상의 사유' }).ok).toBe(true);
    report(60, 1500);
    expect(people(watch, d1)).toBe(2);
    report(300, 5000);
    const left = watch.entries.find(({ body }) => body.kind === 'alert.cleared');
    const ended = watch.entries.find(({ body }) => body.kind === 'lease.ended');
    expect(ended?.body).toMatchObject({ reason: 'cleared' });
    const after_s = ((ended?.at_ms ?? 0) - (left?.at_ms ?? 0)) / 1000;
    expect(after_s).toBeGreaterThanOrEqual(policy.lease.breakGlassGrace_s);
    expect(after_s).toBeLessThan(policy.lease.breakGlassGrace_s + 2);
    expect([incidentOf(watch).status, people(watch, d1)]).toEqual(['acknowledged', 0]);
    expect(watch.bodies('lease.renewed')).toEqual([]);
    // Broken on the battery alone it lasts no longer.
    expect(watch.ask(d1, { kind: 'lease.breakGlass', incidentId, reason: '가상의 사유' }).ok).toBe(true);
    report(policy.lease.breakGlassGrace_s, 5000);
    expect(people(watch, d1)).toBe(0);
  });

  it('E6: broken open hold on over a breach that begins anew within the time of grace, and over a restart', () => {
    const watch = breach([d1], 1500);
    const { id: incidentId } = incidentOf(watch);
    watch.ask(d1, { kind: 'incident.acknowledge', incidentId });
    watch.ask(d1, { kind: 'lease.breakGlass', incidentId, reason: '가상의 사유' });
    passReporting(watch, 65, 5000);
    expect(watch.kinds()).toContain('alert.cleared');
    passReporting(watch, policy.lease.breakGlassGrace_s + 60, 1500);
    expect(people(watch, d1)).toBe(2);
    passReporting(watch, 65, 5000);
    const again = startWatch({ store: watch.store, now_ms: watch.now() });
    again.monitoring.setSignedIn([d1]);
    again.pass(policy.lease.breakGlassGrace_s);
    expect(again.bodies('lease.ended')).toMatchObject([{ reason: 'cleared' }]);
  });

  it.each(['lease.breakGlass', 'lease.review'])('are not asked for without a reason: %s', (kind) => {
    const asked = (reason: unknown) =>
      Command.safeParse({ id: 'cmd-x', issuedAt_ms: START_MS, body: { kind, incidentId: 'inc-1', reason } }).success;
    expect(['', '   ', null, undefined].map(asked)).toEqual([false, false, false, false]);
    expect(asked('가상의 사유')).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { createRecord } from '../../../../../main/monitoring/incidents/record.ts';
import { CommandId, ConsoleId } from '../../../../../shared/domain/ids.ts';
import type { IncidentId } from '../../../../../shared/domain/ids.ts';
import type { HoldCause, Outcome } from '../../../../../shared/domain/incidents/entries.ts';
import type { Incident } from '../../../../../shared/domain/incidents/state.ts';
import { storyOf } from '../../../../../shared/domain/incidents/story.ts';
import { systemDraft } from '../../../../../shared/domain/incidents/systemDraft.ts';
import { answered, inlineCommits, mustWrite } from '../../../../builders/answered.ts';
import { d1, policy, startWatch, supervisor, thrower } from '../watch.ts';
import type { Watch } from '../watch.ts';

const all = (watch: Watch): readonly Incident[] => [...watch.monitoring.world().incidents.values()];
const last = (watch: Watch): Incident => {
  const incident = all(watch).at(-1);
  if (incident === undefined) throw new Error('no incident');
  return incident;
};
const report = (watch: Watch, seconds: number, metres: number): void => watch.pass(seconds, () => watch.apart(metres));
/** An approach to a distance that is answered and resolved, and from which he goes away again. */
const approach = (watch: Watch, metres: number, outcome: Outcome): IncidentId => {
  report(watch, 5, metres);
  const { id: incidentId, soundings: sounding } = last(watch);
  expect(watch.ask(d1, { kind: 'incident.acknowledge', incidentId, sounding })).toMatchObject({ ok: true });
  const cause = outcome === 'false-alert' ? '가상의 원인' : null;
  expect(watch.ask(d1, { kind: 'incident.resolve', incidentId, outcome, cause })).toMatchObject({ ok: true });
  report(watch, 45, 5000);
  return incidentId;
};
const close = (watch: Watch, incidentId: IncidentId, caseFollows?: boolean) =>
  watch.ask(supervisor, {
    ...({ kind: 'incident.close', incidentId, review: '가상의 검토' } as const),
    ...(caseFollows === undefined ? {} : { caseFollows }),
  });
const start = (): Watch => {
  const watch = startWatch();
  watch.monitoring.setSignedIn([d1, supervisor]);
  watch.apart(5000);
  return watch;
};
const kept = (watch: Watch, id: IncidentId): number => watch.store.sealed.points(id);
const holdCauses = (watch: Watch, id: IncidentId): readonly HoldCause[] =>
  [...(watch.monitoring.world().incidents.get(id)?.holds.values() ?? [])].map(({ cause }) => cause);
/** How many positions an evidence package of the incident is made from. */
const packed = (watch: Watch, incidentId: IncidentId): number => {
  const { id: operatorId, role } = supervisor;
  const actor = { type: 'operator', operatorId, role, consoleId: ConsoleId.parse('console-1') } as const;
  const data = answered(watch.monitoring.evidence, { incidentId, reason: '가상의 수사' }, actor);
  if (!data.ok) throw new Error(data.error.reason);
  return data.value.sealed.seals.length;
};

describe('E2: incidents of one order close to each other are one story', () => {
  it('links a false alert and the arrest minutes later, and closing the first destroys nothing of the approach', () => {
    const watch = start();
    const first = approach(watch, 700, 'false-alert');
    const second = approach(watch, 700, 'offender-arrested');
    expect(last(watch).follows).toBe(first);
    expect(storyOf(watch.monitoring.world(), last(watch)).map(({ id }) => id)).toEqual([first, second]);
    // The arrest holds both; they are closed together.
    expect(close(watch, first)).toMatchObject({ ok: true });
    expect(all(watch).map(({ status }) => status)).toEqual(['closed', 'closed']);
    expect(watch.bodies('positions.deleted')).toEqual([]);
    expect([kept(watch, first), kept(watch, second)].every((points) => points > 0)).toBe(true);
    // Over a restart, and until the hold ends: then both go.
    const again = startWatch({ store: watch.store, now_ms: watch.now() + 1000 });
    again.pass(1);
    expect(again.bodies('positions.deleted')).toEqual([]);
    again.wait(policy.hold.automatic_s);
    again.pass(1);
    expect(again.bodies('positions.deleted')).toHaveLength(2);
    expect([...watch.store.sealed.remaining()]).toEqual([]);
  });

  it('is held until all of it was exported, and not only the incident that brings the hold', () => {
    const watch = start();
    const first = approach(watch, 700, 'false-alert');
    const second = approach(watch, 700, 'offender-arrested');
    expect(close(watch, first)).toMatchObject({ ok: true });
    /** A package of the incident, and then the time for which it may still be exported again. */
    const exported = (before: Watch, incidentId: IncidentId): Watch => {
      const { store, now } = before;
      const given = { store, commits: inlineCommits(store), now, orderOf: () => undefined, settlers: [] };
      const package_ = { manifest: '0'.repeat(64), size: 1, positions: true, reason: '가상의 수사' };
      const failures = { onSettlerFailure: thrower, onStoreFailure: thrower };
      createRecord({ ...given, ...failures, elapsed_ms: now, policy }).write(
        (batch) => batch.add([systemDraft(incidentId, now(), { kind: 'evidence.exported', ...package_ })]),
        mustWrite,
      );
      const after = startWatch({ store, now_ms: now() + policy.hold.afterExport_s * 1000 });
      after.pass(1);
      return after;
    };
    const half = exported(watch, second);
    expect(half.bodies('positions.deleted')).toEqual([]);
    expect(kept(half, first)).toBeGreaterThan(0);
    const whole = exported(half, first);
    expect(whole.bodies('hold.ended')).toMatchObject([{ reason: 'exported' }]);
    expect(whole.bodies('positions.deleted')).toHaveLength(2);
  });

  it('begins a story of its own after longer than that', () => {
    const watch = start();
    const first = approach(watch, 700, 'false-alert');
    report(watch, policy.story.within_s, 5000);
    approach(watch, 700, 'other');
    expect(last(watch).follows).toBeNull();
    expect(close(watch, first)).toMatchObject({ ok: true });
    expect(last(watch).status).toBe('resolved');
    expect(watch.bodies('positions.deleted')).toHaveLength(1);
  });

  it('is held by hand for all', () => {
    const watch = start();
    const first = approach(watch, 700, 'false-alert');
    const second = approach(watch, 700, 'other');
    report(watch, policy.story.within_s, 5000);
    const until_ms = watch.now() + 86_400_000;
    const hold = { kind: 'hold.set', incidentId: second, reason: '가상의 수사', until_ms } as const;
    expect(watch.ask(supervisor, hold).ok).toBe(true);
    close(watch, first);
    expect(watch.bodies('positions.deleted')).toEqual([]);
    const holdId = watch.bodies('hold.set')[0]?.holdId;
    if (holdId === undefined) throw new Error('no hold');
    watch.ask(supervisor, { kind: 'hold.release', incidentId: second, holdId, reason: '가상' });
    expect(watch.bodies('positions.deleted')).toHaveLength(2);
  });

  it('is closed by nobody who resolved any of it, and not while any of it runs', () => {
    const watch = start();
    const first = approach(watch, 700, 'other');
    report(watch, 5, 700);
    expect(close(watch, first)).toEqual({ ok: false, error: { reason: 'story-running' } });
    const { id: incidentId } = last(watch);
    watch.ask(d1, { kind: 'incident.acknowledge', incidentId });
    watch.ask(d1, { kind: 'incident.resolve', incidentId, outcome: 'other', cause: null });
    expect(close(watch, incidentId)).toMatchObject({ ok: true });
    expect(watch.bodies('incident.closed')).toHaveLength(2);
  });
});

describe('E2: an incident closed before the time of its story is over', () => {
  const within_ms = policy.story.within_s * 1000;

  it('closed at once, and an arrest 76 s later: the positions of both are there, packages hold them, and both go together', () => {
    const watch = start();
    const first = approach(watch, 700, 'false-alert');
    const endedAt_ms = last(watch).times.resolvedAt_ms ?? 0;
    expect(close(watch, first)).toMatchObject({ ok: true });
    expect(watch.bodies('positions.deleted')).toEqual([]);
    expect(watch.bodies('hold.set')).toMatchObject([
      { cause: 'story', reason: null, until_ms: endedAt_ms + within_ms },
    ]);
    report(watch, 76 - (watch.now() - endedAt_ms) / 1000 - 5, 5000);
    const second = approach(watch, 700, 'offender-arrested');
    expect(last(watch).follows).toBe(first);
    for (const id of [first, second]) {
      expect(kept(watch, id)).toBeGreaterThan(0);
      expect(packed(watch, id)).toBeGreaterThan(0);
    }
    // The time of the first is over, and the arrest holds both: over a restart too.
    report(watch, policy.story.within_s, 5000);
    expect(watch.bodies('hold.ended')).toMatchObject([{ reason: 'expired' }]);
    expect(holdCauses(watch, first)).toEqual([]);
    expect(close(watch, second)).toMatchObject({ ok: true });
    const again = startWatch({ store: watch.store, now_ms: watch.now() + 1000 });
    again.pass(1);
    expect(again.bodies('positions.deleted')).toEqual([]);
    again.wait(policy.hold.automatic_s);
    again.pass(1);
    expect(again.bodies('positions.deleted')).toHaveLength(2);
    expect([...watch.store.sealed.remaining()]).toEqual([]);
  });

  it('keeps its positions until that time is over and no longer, and nobody ends it by hand', () => {
    const watch = start();
    const first = approach(watch, 700, 'false-alert');
    const endedAt_ms = last(watch).times.resolvedAt_ms ?? 0;
    close(watch, first);
    const [hold] = watch.bodies('hold.set');
    if (hold === undefined) throw new Error('no hold');
    const release = { kind: 'hold.release', incidentId: first, holdId: hold.holdId, reason: '가상' } as const;
    expect(watch.ask(supervisor, release)).toEqual({ ok: false, error: { reason: 'hold-automatic' } });
    // A report takes a millisecond beside its second.
    report(watch, Math.floor((endedAt_ms + within_ms - watch.now()) / 1001), 5000);
    expect(kept(watch, first)).toBeGreaterThan(0);
    report(watch, 1, 5000);
    expect(watch.kinds()).toEqual(expect.arrayContaining(['hold.ended', 'positions.deleted']));
    expect([...watch.store.sealed.remaining()]).toEqual([]);
  });

  it('stays while an incident that took it up is not closed, and goes with it', () => {
    const watch = start();
    const first = approach(watch, 700, 'false-alert');
    close(watch, first);
    const second = approach(watch, 700, 'other');
    report(watch, policy.story.within_s, 5000);
    expect(holdCauses(watch, first)).toEqual([]);
    expect(kept(watch, first)).toBeGreaterThan(0);
    expect(close(watch, second)).toMatchObject({ ok: true });
    expect(watch.bodies('hold.set')).toHaveLength(1);
    expect(watch.bodies('positions.deleted')).toHaveLength(2);
  });

  it('keeps the whole story for the time since the last of it ended', () => {
    const watch = start();
    const first = approach(watch, 700, 'false-alert');
    const second = approach(watch, 700, 'other');
    const endedAt_ms = last(watch).times.resolvedAt_ms ?? 0;
    expect(close(watch, first)).toMatchObject({ ok: true });
    expect([holdCauses(watch, first), holdCauses(watch, second)]).toEqual([['story'], []]);
    expect(watch.bodies('hold.set')).toMatchObject([{ until_ms: endedAt_ms + within_ms }]);
  });

  it('is deleted at once where that time is over', () => {
    const watch = start();
    const first = approach(watch, 700, 'false-alert');
    report(watch, policy.story.within_s, 5000);
    close(watch, first);
    expect(watch.bodies('hold.set')).toEqual([]);
    expect(watch.bodies('positions.deleted')).toHaveLength(1);
  });
});

describe('closing after a likely or confirmed alert tier', () => {
  it('asks whether a case follows, and a yes holds the story as long as the policy admits, until it is released by hand', () => {
    const watch = start();
    const incidentId = approach(watch, 700, 'other');
    report(watch, policy.story.within_s, 5000);
    const asked = {
      ...{ id: CommandId.parse('cmd-unanswered'), issuedAt_ms: watch.now() },
      body: { kind: 'incident.close', incidentId, review: '가상의 검토' } as const,
    };
    const actor = { type: 'operator', operatorId: supervisor.id, role: supervisor.role } as const;
    expect(watch.order({ command: asked, actor: { ...actor, consoleId: ConsoleId.parse('console-1') } })).toEqual({
      ok: false,
      error: { reason: 'case-unanswered' },
    });
    expect(close(watch, incidentId, true)).toMatchObject({ ok: true });
    expect(watch.bodies('hold.set')).toMatchObject([
      { cause: 'case', until_ms: expect.closeTo(watch.now() + policy.hold.longest_s * 1000, -4) as unknown },
    ]);
    expect(watch.bodies('incident.closed')).toMatchObject([{ caseFollows: true }]);
    expect(watch.bodies('positions.deleted')).toEqual([]);
    const holdId = watch.bodies('hold.set')[0]?.holdId;
    if (holdId === undefined) throw new Error('no hold');
    expect(watch.ask(supervisor, { kind: 'hold.release', incidentId, holdId, reason: '가상' }).ok).toBe(true);
    expect(watch.bodies('positions.deleted')).toHaveLength(1);
  });

  it('does not ask after a warning', () => {
    const watch = start();
    approach(watch, 1500, 'other');
    expect([...last(watch).sureLevels]).toEqual(['warning']);
  });
});

import { describe, expect, it } from 'vitest';
import { CommandId, ConsoleId } from '../../../../../shared/domain/ids.ts';
import type { IncidentId } from '../../../../../shared/domain/ids.ts';
import type { Outcome } from '../../../../../shared/domain/incidents/entries.ts';
import type { Incident } from '../../../../../shared/domain/incidents/state.ts';
import { storyOf } from '../../../../../shared/domain/incidents/story.ts';
import { d1, policy, startWatch, supervisor } from '../watch.ts';
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

describe('closing after a likely or confirmed alert tier', () => {
  it('asks whether a case follows, and a yes holds the story as long as the policy admits, until it is released by hand', () => {
    const watch = start();
    const incidentId = approach(watch, 700, 'other');
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

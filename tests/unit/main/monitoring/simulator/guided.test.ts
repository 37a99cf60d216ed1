import { describe, expect, it } from 'vitest';
import { GuidanceId } from '../../../../../shared/domain/ids.ts';
import type { Guidance, Incident, World } from '../../../../../shared/domain/incidents/state.ts';
import { emptyWorld } from '../../../../../shared/domain/incidents/state.ts';
import { stepGuidance } from '../../../../../shared/domain/incidents/guidance.ts';
import { guidedNow } from '../../../../../main/monitoring/simulator/guided.ts';
import { d1, policy, setup, startWatch, V } from '../watch.ts';
import { START_MS } from '../watch.ts';

const guided = (id: string): Guidance => ({
  ...{ id: GuidanceId.parse(id), victim: V, sentAt_ms: START_MS, text: '가상', deliveredAt_ms: null },
  ...{ readAt_ms: null, answeredAt_ms: null, answer: null, ended: null },
});

/** A running incident with so many messages, all sent at the start. */
const incident = ((): Incident => {
  const watch = startWatch({ setup });
  watch.monitoring.setSignedIn([d1]);
  watch.apart(5000);
  watch.apart(policy.limits.alert_m - 300);
  const [first] = watch.monitoring.world().incidents.values();
  if (first === undefined) throw new Error('no incident');
  return first;
})();
const worldWith = (guidance: Incident['guidance']): World => ({
  ...emptyWorld,
  incidents: new Map([[incident.id, { ...incident, guidance }]]),
});

/** What a simulated victim does in a minute, with the second it is done in. */
const minute = (seed: number, messages = 1, isSimulated = true): readonly string[] => {
  let guidance: Incident['guidance'] = new Map(
    Array.from({ length: messages }, (_, n) => [GuidanceId.parse(`g-${n}`), guided(`g-${n}`)]),
  );
  const done: string[] = [];
  for (let second = 0; second < 60; second += 1) {
    const now_ms = START_MS + second * 1000;
    for (const { guidanceId, report } of guidedNow(worldWith(guidance), now_ms, {
      seed,
      isSimulated: () => isSimulated,
    })) {
      const answer = report?.state === 'answered' ? ` ${report.answer}` : '';
      done.push(`${second} ${guidanceId} ${report?.state ?? 'fetched'}${answer}`);
      guidance = stepGuidance(
        guidance,
        report === null
          ? { kind: 'guidance.delivered', guidanceId }
          : report.state === 'read'
            ? { kind: 'guidance.read', guidanceId }
            : { kind: 'guidance.answered', guidanceId, answer: report.answer },
        now_ms,
      );
    }
  }
  return done;
};

describe('a simulated victim', () => {
  it('fetches, reads and answers within seconds, each once', () => {
    const done = minute(1);
    expect(done.map((line) => line.split(' ')[2])).toEqual(['fetched', 'read', 'answered']);
    const seconds = done.map((line) => Number(line.split(' ')[0]));
    expect(seconds[0]).toBeGreaterThan(0);
    expect(seconds[2]).toBeLessThan(20);
  });

  it('does the same for the same seed, and something else for another', () => {
    expect(minute(7, 3)).toEqual(minute(7, 3));
    expect(minute(8, 3)).not.toEqual(minute(7, 3));
  });

  it('gives every answer sooner or later', () => {
    const answers = new Set(Array.from({ length: 60 }, (_, seed) => minute(seed).at(-1)?.split(' ').at(-1)));
    expect(answers).toEqual(new Set(['cannot', 'going', 'help']));
  });

  it('leaves it to the real device once there is one', () => {
    expect(minute(1, 1, false)).toEqual([]);
  });
});

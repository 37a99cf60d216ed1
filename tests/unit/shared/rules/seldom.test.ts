import { describe, expect, it } from 'vitest';
import { destination } from '../../../../shared/domain/geo/geodesic.ts';
import { HOME, O1, T0, V1, fixAt, play } from '../scene.ts';
import type { Reports } from '../scene.ts';

const FAR = destination(HOME, 90, 9000);

/** Silences of the offender in an hour: told, and ended. */
const silences = (reports: Reports) => {
  const { changes } = play(
    3600,
    (t) => [...(t % 10 === 0 ? [[V1, fixAt(T0 + t * 1000, HOME)] as const] : []), ...reports(t)],
    {
      interval_s: 10,
    },
  );
  const of = changes.filter(({ alert }) => alert.rule.type === 'device' && alert.rule.kind === 'silence');
  return [of.filter(({ kind }) => kind === 'raised').length, of.filter(({ kind }) => kind === 'cleared').length];
};

describe('one silence until it ends', () => {
  it.each([
    [112, 10],
    [119, 10],
    [100, 30],
    [90, 60],
    [30, 100],
  ])('of a device whose clock is %i s behind and that reports every %i s', (behind_s, every_s) => {
    const [raised = 0, ended = 0] = silences((t) =>
      t % every_s === 0 ? [[O1, fixAt(T0 + (t - behind_s) * 1000, FAR)] as const] : [],
    );
    // How often it reports is known after three messages.
    expect(raised).toBeLessThanOrEqual(3);
    expect(ended).toBe(Math.max(0, raised - 1));
  });

  it.each([150, 300, 600])('of a device that sends every %i s what it has gathered', (every_s) => {
    const [raised = 0] = silences((t) =>
      t > 0 && t % every_s === 0
        ? Array.from(
            { length: every_s / 10 },
            (_, i) => [O1, fixAt(T0 + (t - every_s + 10 * (i + 1)) * 1000, FAR)] as const,
          )
        : [],
    );
    expect(raised).toBeLessThanOrEqual(3);
  });

  it('ends with the first fix of a device that reports in time and was in a tunnel', () => {
    const away = (t: number): boolean => t > 600 && t < 900;
    expect(silences((t) => (t % 10 === 0 && !away(t) ? [[O1, fixAt(T0 + t * 1000, FAR)] as const] : []))).toEqual([
      1, 1,
    ]);
  });
});

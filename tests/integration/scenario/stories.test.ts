import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import { loadPolicy } from '../../../main/files/policy.ts';
import { projectRoot } from '../../../main/files/root.ts';
import { readScenario } from '../../../main/files/scenarios.ts';
import { runHeadless } from '../../../main/monitoring/simulator/headless.ts';
import { loadStreets, STREETS_FILE } from '../../../main/monitoring/streets/load.ts';
import { readGeoJson } from '../../../main/monitoring/streets/readGeoJson.ts';

const root = projectRoot();
const policy = loadPolicy();
const real = path.join(root, '../shared/data/streets/hongdae.geojson');
const present = existsSync(real);
const dir = mkdtempSync(path.join(tmpdir(), 'jikim-stories-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
if (present) {
  const streets = readGeoJson(real);
  if (streets.ok) writeFileSync(path.join(dir, STREETS_FILE), JSON.stringify(streets.value.graph));
} else console.info(`not run: scenarios on real streets, for ${path.relative(root, real)} is absent`);

/** By then every story has come to its point; what is left of each is people standing still. */
const TOLD_S = 800;

/** What happened, as `second kind level certainty` of one order's alerts. */
type Step = { readonly at_s: number; readonly what: string };

const play = async (name: string, dataDir: string | null): Promise<ReadonlyMap<string, readonly Step[]>> => {
  const scenario = readScenario(name);
  const streets = loadStreets({ root, dataDir, policy });
  if (!scenario.ok || !streets.ok) throw new Error('scenario or streets did not load');
  const orders = new Map<string, string>();
  const steps = new Map<string, Step[]>();
  const note = ({ body, incidentId, at_ms }: Entry): void => {
    if (incidentId === null) return;
    if (body.kind === 'incident.raised') orders.set(incidentId, body.orderId);
    if (body.kind !== 'alert.raised' && body.kind !== 'alert.level') return;
    const { rule, level, certainty } = body.alert;
    const order = orders.get(incidentId) ?? '';
    const sort = rule.type === 'device' ? rule.kind : rule.type;
    const what = `${sort} ${level} ${certainty}`;
    steps.set(order, [...(steps.get(order) ?? []), { at_s: (at_ms - scenario.value.start_ms) / 1000, what }]);
  };
  await runHeadless({
    scenario: { ...scenario.value, duration_s: Math.min(TOLD_S, scenario.value.duration_s) },
    seed: scenario.value.seed,
    policy,
    streets: streets.value,
    onEntries: (entries) => entries.forEach(note),
    pace: () => Promise.resolve(),
  });
  return steps;
};

const firstOf = (steps: readonly Step[] | undefined, what: RegExp): number =>
  steps?.find((step) => what.test(step.what))?.at_s ?? NaN;

const grounds: readonly (readonly [string, string | null])[] = [
  ['the schematic', null],
  ...(present ? [['imported streets', dir] as const] : []),
];

describe.each(grounds)('on %s', (_, dataDir) => {
  it('evening: warning, alert, contact on foot; a milder order elsewhere; nobody else', async () => {
    const steps = await play('evening', dataDir);
    expect([...steps.keys()].toSorted()).toEqual(['order-gangnam', 'order-hongdae']);
    const main = steps.get('order-hongdae');
    const [warning, alert, contact] = [/proximity warning/, /proximity alert/, /proximity contact/].map((what) =>
      firstOf(main, what),
    );
    expect(warning).toBeGreaterThan(30);
    expect(warning).toBeLessThan(90);
    expect(alert).toBeLessThan(240);
    expect(contact).toBeGreaterThan(alert ?? NaN);
    expect(contact).toBeLessThan(780);
    expect(steps.get('order-gangnam')?.map(({ what }) => what)).toEqual(['proximity warning likely']);
  });

  it('subway-gap: silence, possible, then there and coming nearer', async () => {
    const steps = (await play('subway-gap', dataDir)).get('order-line2');
    expect(steps?.[0]?.what).toBe('silence device confirmed');
    expect(steps?.[1]?.what).toBe('proximity warning possible');
    expect(firstOf(steps, /proximity alert (likely|confirmed)/)).toBeLessThan(420);
    expect(firstOf(steps, /proximity contact/)).toBeLessThan(TOLD_S);
  });

  it('shielded: heard without a place, then possible; elsewhere a bracelet left behind and a phone on a table', async () => {
    const steps = await play('shielded', dataDir);
    expect([...steps.keys()].toSorted()).toEqual(['order-foil', 'order-left']);
    const foil = steps.get('order-foil');
    expect(foil?.[0]?.what).toBe('no-valid-place device confirmed');
    expect(firstOf(foil, /proximity warning possible/)).toBeLessThan(400);
    expect(steps.get('order-left')?.map(({ what }) => what)).toEqual([
      'unpaired device confirmed',
      'stuck device confirmed',
    ]);
  });

  it('strap-cut: tamper after a minute, then only what is possible', async () => {
    const steps = (await play('strap-cut', dataDir)).get('order-strap');
    expect(steps?.[0]).toEqual({ at_s: 60, what: 'strap-tamper device confirmed' });
    expect(firstOf(steps, /proximity warning possible/)).toBeLessThan(400);
    expect(steps?.filter(({ what }) => /proximity|zone/.test(what) && !what.endsWith('possible'))).toEqual([]);
  });
});

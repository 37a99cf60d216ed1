import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { destination, distance_m } from '../../../../../shared/domain/geo/geodesic.ts';
import type { LonLat } from '../../../../../shared/domain/fixes.ts';
import { graphBuilder } from '../../../../../main/monitoring/streets/build.ts';
import { parseGraph } from '../../../../../main/monitoring/streets/graph.ts';
import type { StreetGraph } from '../../../../../main/monitoring/streets/graph.ts';
import { layered } from '../../../../../main/monitoring/streets/layered.ts';
import { createStreets } from '../../../../../main/monitoring/streets/streets.ts';
import { loadPolicy } from '../../../../../main/files/policy.ts';
import { projectRoot } from '../../../../../main/files/root.ts';
import { loadStreets } from '../../../../../main/monitoring/streets/load.ts';

const policy = loadPolicy();
const ORIGIN: LonLat = [126.92, 37.55];
const east = (metres: number): LonLat => destination(ORIGIN, 90, metres);
const corner = destination(east(1000), 0, 1000);

const graphOf = (...lines: readonly (readonly LonLat[])[]): StreetGraph => {
  const builder = graphBuilder();
  for (const line of lines) builder.addLine(line, 'street');
  const built = builder.finish();
  if (built === null) throw new Error('no line had a length');
  return built.graph;
};

/** An L: a kilometre east, then a kilometre north. */
const streets = createStreets(graphOf([ORIGIN, east(1000), corner]), policy);
const lengthOf = (way: readonly LonLat[]): number =>
  way.slice(1).reduce((sum, to, i) => sum + distance_m(way[i] ?? to, to), 0);

describe('travel', () => {
  it('follows the street, not the crow', () => {
    const [result] = streets.travel(corner, [{ at: ORIGIN, kind: 'car' }]);
    expect(result?.via).toBe('street');
    expect(result?.distance_m).toBeCloseTo(2000, -1);
    expect(result?.time_s).toBeCloseTo((result?.distance_m ?? 0) / policy.units.car_mps, 6);
  });

  it('adds the way to and from the street with the detour factor', () => {
    const aside = destination(ORIGIN, 180, 100);
    const [result] = streets.travel(corner, [{ at: aside, kind: 'foot' }]);
    expect(result?.via).toBe('street');
    expect(result?.distance_m).toBeCloseTo(2000 + 100 * policy.units.detourFactor, -1);
  });

  it.each([
    ['the unit', destination(ORIGIN, 180, 450), corner],
    ['the target', ORIGIN, destination(corner, 0, 450)],
  ])('goes straight times the detour factor when %s is off the graph', (_, at, to) => {
    const [result] = streets.travel(to, [{ at, kind: 'motorbike' }]);
    expect(result?.via).toBe('straight');
    expect(result?.distance_m).toBeCloseTo(distance_m(at, to) * policy.units.detourFactor, 3);
  });

  it('goes straight between two who are nearer to each other than to the street', () => {
    const at = destination(east(500), 180, 200);
    const [result] = streets.travel(destination(at, 90, 50), [{ at, kind: 'foot' }]);
    expect(result?.via).toBe('straight');
  });

  it('answers in the order asked, also for several at the same place', () => {
    const asked = [ORIGIN, east(500), ORIGIN, destination(ORIGIN, 180, 5000), corner];
    const results = streets.travel(
      corner,
      asked.map((at) => ({ at, kind: 'car' as const })),
    );
    expect(results.map(({ via }) => via)).toEqual(['street', 'street', 'street', 'straight', 'straight']);
    expect(results[0]).toEqual(results[2]);
    expect(results[1]?.distance_m).toBeCloseTo(1500, -1);
    expect(results[4]?.distance_m).toBeCloseTo(0, 0);
  });

  it('answers with an empty list for nobody', () => {
    expect(streets.travel(corner, [])).toEqual([]);
  });
});

describe('ways', () => {
  it('follow the street without a detour, and are straight where it does not lead', () => {
    const aside = destination(ORIGIN, 180, 450);
    const [along, off, beside] = streets.ways(ORIGIN, [corner, aside, destination(ORIGIN, 180, 20)]);
    expect(along?.via).toBe('street');
    expect(along?.distance_m).toBeCloseTo(2000, -1);
    expect(off).toEqual({ distance_m: distance_m(ORIGIN, aside), via: 'straight' });
    expect(beside?.via).toBe('straight');
  });

  it('are never longer than the street and never shorter than the crow flies', () => {
    const metres = fc.integer({ min: 0, max: 999 });
    fc.assert(
      fc.property(metres, metres, (a, b) => {
        const [from, to] = [east(a), destination(east(1000), 0, b)];
        const way_m = streets.ways(from, [to])[0]?.distance_m ?? NaN;
        expect(way_m).toBeLessThanOrEqual(1000 - a + b + 1);
        expect(way_m).toBeGreaterThanOrEqual(distance_m(from, to) - 1e-6);
      }),
    );
  });

  it('are straight over the bundled schematic, which leaves out the streets somebody may take', () => {
    const bundled = loadStreets({ root: projectRoot(), dataDir: null, policy });
    if (!bundled.ok) throw new Error(bundled.error);
    const [from, to]: readonly [LonLat, LonLat] = [
      [126.9245, 37.565],
      [126.9373, 37.5553],
    ];
    expect(bundled.value.travel(to, [{ at: from, kind: 'car' }])[0]?.via).toBe('street');
    expect(bundled.value.ways(from, [to])).toEqual([{ distance_m: distance_m(from, to), via: 'straight' }]);
  });
});

describe('route', () => {
  it('runs from end to end along the street', () => {
    const way = streets.route(ORIGIN, corner) ?? [];
    expect(way[0]).toEqual(ORIGIN);
    expect(way.at(-1)).toEqual(corner);
    expect(lengthOf(way)).toBeCloseTo(2000, -1);
  });

  it('does not turn back to a node that lies behind', () => {
    // 40 m past a node, where the nearest one is behind.
    const from = east(540);
    expect(lengthOf(streets.route(from, corner) ?? [])).toBeCloseTo(1460, -1);
    expect(lengthOf(streets.route(corner, from) ?? [])).toBeCloseTo(1460, -1);
  });

  it('is null off the graph', () => {
    expect(streets.route(destination(ORIGIN, 180, 450), corner)).toBeNull();
    expect(streets.route(ORIGIN, destination(corner, 0, 450))).toBeNull();
  });
});

describe('layers', () => {
  const far = destination(ORIGIN, 270, 9000);
  const both = layered(streets, createStreets(graphOf([far, destination(far, 0, 2000)]), policy));

  it('takes the second graph where the first does not reach', () => {
    const to = destination(far, 0, 2000);
    expect(both.route(far, to)).not.toBeNull();
    expect(
      both
        .travel(to, [
          { at: ORIGIN, kind: 'car' },
          { at: far, kind: 'car' },
        ])
        .map(({ via }) => via),
    ).toEqual(['straight', 'street']);
  });

  it('fill ways as they fill travel', () => {
    const to = destination(far, 0, 2000);
    expect(both.ways(far, [ORIGIN, to]).map(({ via }) => via)).toEqual(['straight', 'street']);
  });

  it('keeps the first graph where it reaches', () => {
    expect(both.travel(corner, [{ at: ORIGIN, kind: 'car' }])).toEqual(
      streets.travel(corner, [{ at: ORIGIN, kind: 'car' }]),
    );
  });
});

describe('a street graph', () => {
  it('joins lines at the same vertex, not where they cross, and keeps the largest piece', () => {
    const builder = graphBuilder();
    builder.addLine([ORIGIN, east(100), east(200)], 'street');
    builder.addLine([east(200), destination(east(200), 0, 100)], 'arterial');
    builder.addLine([east(200), east(100)], 'street'); // the same stretch, the other way round
    builder.addLine([destination(east(50), 180, 50), destination(east(50), 0, 50)], 'street'); // a bridge over it
    const built = builder.finish();
    expect(built?.report).toMatchObject({ nodes: 4, edges: 3, dropped: { components: 1, nodes: 2 } });
    expect(built?.report.length_m).toBeCloseTo(300, 0);
    expect(built?.report.dropped.length_m).toBeCloseTo(100, 0);
  });

  it('survives its own file format', () => {
    const graph = graphOf([ORIGIN, east(1000), corner]);
    expect(parseGraph(JSON.parse(JSON.stringify(graph)))).toEqual({ ok: true, value: graph });
  });

  it.each([
    ['format', { format: 'other', version: 1, nodes: [], edges: [] }],
    [
      'edges.0',
      {
        format: 'jikim-streets',
        version: 1,
        nodes: [
          [0, 0],
          [1, 1],
        ],
        edges: [[0, 2, 1, 0]],
      },
    ],
    [
      'edges.0.2',
      {
        format: 'jikim-streets',
        version: 1,
        nodes: [
          [0, 0],
          [1, 1],
        ],
        edges: [[0, 1, -1, 0]],
      },
    ],
    [
      'nodes.1.0',
      {
        format: 'jikim-streets',
        version: 1,
        nodes: [
          [0, 0],
          [1.5, 1],
        ],
        edges: [[0, 1, 1, 0]],
      },
    ],
  ])('refuses a file and names %s', (field, data) => {
    const parsed = parseGraph(data);
    expect(parsed.ok).toBe(false);
    expect(parsed.ok ? '' : parsed.error).toContain(`${field}: `);
  });
});

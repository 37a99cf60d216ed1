import { describe, expect, it } from 'vitest';
import { isInside, readAsset, trueDistance_m } from './readAsset.ts';
import type { Point } from './readAsset.ts';
import { StationsCheck, Subway, Water } from './schemas.ts';

const subway = readAsset('assets/basemap/subway.json', Subway);
const check = readAsset('tests/unit/assets/fixtures/stations-check.json', StationsCheck);
const water = readAsset('assets/basemap/water.json', Water);
const byId = new Map(subway.stations.map((s) => [s.id, s]));

const at = (id: string): Point => {
  const station = byId.get(id);
  if (!station) throw new Error(`no station ${id}`);
  return [station.lon, station.lat];
};

describe('subway stations', () => {
  it('has unique ids and names, at least 200 of them, on lines 1 to 9', () => {
    expect(byId.size).toBe(subway.stations.length);
    expect(new Set(subway.stations.map((s) => s.ko)).size).toBe(subway.stations.length);
    expect(byId.size).toBeGreaterThanOrEqual(200);
    expect(subway.lines.map((l) => l.id)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9']);
  });

  it('lies within 400 m of an independent figure, every one', () => {
    expect(new Set(check.map((c) => c.id))).toEqual(new Set(byId.keys()));
    const off_m = check.map((c) => ({ id: c.id, d: trueDistance_m(at(c.id), [c.lon, c.lat]) }));
    expect(off_m.filter((o) => o.d > 400)).toEqual([]);
  });

  it('agrees with the other figures closely in the middle, so that the check compares the same places', () => {
    const sorted_m = check.map((c) => trueDistance_m(at(c.id), [c.lon, c.lat])).sort((a, b) => a - b);
    expect(sorted_m[Math.floor(sorted_m.length / 2)]).toBeLessThan(60);
    // Figures that were the same numbers would prove nothing.
    expect(sorted_m.filter((d) => d > 1).length).toBeGreaterThan(check.length * 0.9);
  });

  it('keeps out of the Han', () => {
    expect(subway.stations.filter((s) => isInside([s.lon, s.lat], water.han)).map((s) => s.ko)).toEqual([]);
  });
});

describe('subway lines', () => {
  it('names only stations that exist, each once per sequence but for the closed loop', () => {
    for (const line of subway.lines) {
      for (const sequence of line.sequences) {
        for (const id of sequence) expect(byId.has(id), `${line.id}: ${id}`).toBe(true);
        const closed = sequence[0] === sequence.at(-1);
        expect(new Set(sequence).size, line.id).toBe(
          sequence.length - (closed ? 1 : 0) - (sequence[0] === 'eungam' ? 1 : 0),
        );
      }
    }
  });

  it('says on each station the lines that stop there, no more and no fewer', () => {
    for (const station of subway.stations) {
      const stopping = subway.lines.filter((l) => l.sequences.some((q) => q.includes(station.id))).map((l) => l.id);
      expect([...station.lines].sort(), station.ko).toEqual(stopping);
    }
  });

  it('spaces neighbours 0.4 to 4.5 km apart', () => {
    const odd: string[] = [];
    for (const line of subway.lines)
      for (const sequence of line.sequences)
        for (let i = 1; i < sequence.length; i += 1) {
          const [a, b] = [sequence[i - 1] ?? '', sequence[i] ?? ''];
          const d = trueDistance_m(at(a), at(b));
          if (d < 400 || d > 4500) odd.push(`${line.id} ${a}–${b} ${Math.round(d)}`);
        }
    expect(odd).toEqual([]);
  });

  it('closes the loop of line 2 and joins every branch to its line', () => {
    const loop = subway.lines.find((l) => l.id === '2')?.sequences[0] ?? [];
    expect(loop[0]).toBe(loop.at(-1));
    expect(loop.length).toBe(44);
    for (const line of subway.lines)
      for (const branch of line.sequences.slice(1))
        expect(line.sequences[0]?.includes(branch[0] ?? ''), `${line.id}: ${branch[0]}`).toBe(true);
  });
});

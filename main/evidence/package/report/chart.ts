import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { PersonId } from '../../../../shared/domain/ids.ts';
import type { EvidenceRecord } from '../../../../shared/protocol/evidence.ts';
import type { Separation } from '../../../../shared/domain/alerts.ts';
import { tiersWithin } from '../../../../shared/domain/tiers.ts';
import type { Speech } from './speech.ts';
import { escaped } from './svg.ts';

type Measured = { readonly at_ms: number; readonly victim: PersonId; readonly separation: Separation };

const WIDTH = 515;
const HEIGHT = 230;
const BOX = { left: 44, right: WIDTH - 70, top: 10, bottom: HEIGHT - 30 } as const;
/** One line style for each victim; the first is whole. */
const DASHES = ['', '6 2', '2 2', '8 2 2 2'] as const;

export const measuredOf = ({ entries }: EvidenceRecord): readonly Measured[] =>
  entries.flatMap(({ entry: { at_ms, body } }) =>
    body.kind === 'distance.measured' ? [{ at_ms, victim: body.victim, separation: body.separation }] : [],
  );

/** Labels that keep this far apart, upwards from the lowest. Points. */
const LABEL_GAP = 9;
const spread = <T extends { readonly y: number }>(
  labels: readonly T[],
): readonly (T & { readonly labelY: number })[] => {
  let above = Infinity;
  return labels
    .toSorted((a, b) => b.y - a.y)
    .map((label) => {
      above = Math.min(label.y, above - LABEL_GAP);
      return { ...label, labelY: above };
    });
};

/** Distance over time with its bounds and the limits of the order, as SVG; null where nothing was measured. */
export const chartSvg = (record: EvidenceRecord, speech: Speech): string | null => {
  const measured = measuredOf(record);
  const times = measured.map(({ at_ms }) => at_ms).toSorted((a, b) => a - b);
  const [first] = times;
  const last = times.at(-1);
  if (first === undefined || last === undefined) return null;
  const { t, clock, distance, person } = speech;
  const tiers = tiersWithin(record.order.limits);
  const farthest = measured.reduce((far, { separation }) => Math.max(far, separation.max_m), 0);
  const shown = tiers.map(({ limit_m }) => limit_m).filter((limit_m, i) => i < 1 || limit_m <= farthest * 1.6);
  const top = Math.max(farthest, ...shown) * 1.08;
  const x = scaleLinear([first, Math.max(last, first + 1000)], [BOX.left, BOX.right]);
  const y = scaleLinear([0, top], [BOX.bottom, BOX.top]).nice(5);
  const text = (at: readonly [number, number], words: string, anchor: string, size = 7.5): string =>
    `<text x="${at[0].toFixed(1)}" y="${at[1].toFixed(1)}" font-family="NotoSansKR" font-size="${size}" fill="#444" text-anchor="${anchor}">${escaped(words)}</text>`;
  const grid = y.ticks(5).map((metres) => {
    const at = y(metres).toFixed(1);
    return [
      `<line x1="${BOX.left}" x2="${BOX.right}" y1="${at}" y2="${at}" stroke="#ddd" stroke-width="0.5"/>`,
      text([BOX.left - 4, y(metres) + 2.5], String(metres), 'end'),
    ].join('');
  });
  const ticks = x.ticks(6).map((at_ms) => text([x(at_ms), BOX.bottom + 11], clock(at_ms), 'middle'));
  const named = tiers
    .map(({ id, limit_m }) => ({ key: id, metres: limit_m }))
    .filter(({ metres }) => shown.includes(metres));
  const limitLines = spread(named.map(({ key, metres }) => ({ key, metres, y: y(metres) }))).map(
    ({ key, metres, y: at, labelY }) =>
      [
        `<line x1="${BOX.left}" x2="${BOX.right}" y1="${at.toFixed(1)}" y2="${at.toFixed(1)}" stroke="#333" stroke-width="0.8" stroke-dasharray="3 3"/>`,
        text([BOX.right + 4, labelY + 2.5], t(`report.limit_${key}`, { distance: distance(metres) }), 'start'),
      ].join(''),
  );
  const series = [...Map.groupBy(measured, ({ victim }) => victim)].map(([victim, own], index) => {
    const points = own.toSorted((a, b) => a.at_ms - b.at_ms);
    const band = area<Measured>(
      ({ at_ms }) => x(at_ms),
      ({ separation }) => y(separation.min_m),
      ({ separation }) => y(separation.max_m),
    )([...points]);
    const path = line<Measured>(
      ({ at_ms }) => x(at_ms),
      ({ separation }) => y(separation.distance_m),
    )([...points]);
    const dash = DASHES[index % DASHES.length] ?? '';
    const label = points.at(-1);
    return [
      `<path d="${band ?? ''}" fill="#9fb6d0" fill-opacity="0.35" stroke="none"/>`,
      `<path d="${path ?? ''}" fill="none" stroke="#1d3f66" stroke-width="1.2"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}/>`,
      ...(record.order.victims.length > 1 && label !== undefined
        ? [text([x(label.at_ms), y(label.separation.distance_m) - 4], person(victim), 'end')]
        : []),
      // A single measurement draws no line.
      ...(points.length === 1 && label !== undefined
        ? [`<circle cx="${x(label.at_ms)}" cy="${y(label.separation.distance_m)}" r="2" fill="#1d3f66"/>`]
        : []),
    ].join('');
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">`,
    ...grid,
    ...ticks,
    ...series,
    ...limitLines,
    `<line x1="${BOX.left}" x2="${BOX.right}" y1="${BOX.bottom}" y2="${BOX.bottom}" stroke="#666" stroke-width="0.7"/>`,
    text([BOX.left, HEIGHT - 6], t('report.axisDistance'), 'start'),
    text([BOX.right, HEIGHT - 6], t('report.axisTime'), 'end'),
    '</svg>',
  ].join('');
};

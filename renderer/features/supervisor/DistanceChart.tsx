import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { Incident } from '../../../shared/domain/incidents/state.ts';
import { tiersWithin } from '../../../shared/domain/tiers.ts';
import { personName } from '../../lib/alertWords.ts';
import { formatDistance, formatTime } from '../../lib/format.ts';
import { useWords } from '../../lib/words.ts';
import { useDirectory } from '../../stores/session.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { CHART, bandPath, chartScale, linePath } from './chart.ts';
import { distanceSeries, spanOf } from './model.ts';
import type { DistancePoint } from './model.ts';
import { usePlayback } from './replayClock.ts';
import type { ReplayClock } from './replayClock.ts';
import { Scrubber } from './Scrubber.tsx';
import styles from './supervisor.module.css';
import replay from './replay.module.css';

type ChartProps = {
  readonly points: readonly DistancePoint[];
  readonly name: string;
  readonly limits_m: readonly number[];
  /** Where the replay stands, epoch ms. */
  readonly at_ms: number;
};

const Chart = ({ points, name, limits_m, at_ms }: ChartProps) => {
  const { t } = useTranslation('supervisor');
  const { common } = useWords();
  const scale = chartScale(points);
  const metres = (value_m: number): string => formatDistance(common, value_m);
  const distances = points.map(({ distance_m }) => distance_m);
  const nearest = metres(distances.reduce((a, b) => Math.min(a, b), Infinity));
  const farthest = metres(distances.reduce((a, b) => Math.max(a, b), 0));
  const right = CHART.width - CHART.right;
  const base = CHART.height - CHART.bottom;
  const [first, last] = [points[0], points.at(-1)];
  const lines_m = [...new Set([...limits_m.filter((limit) => limit < scale.top_m), scale.top_m])];
  return (
    <figure className={replay['chart']}>
      <figcaption className={styles['sub']}>{name}</figcaption>
      <svg
        viewBox={`0 0 ${CHART.width} ${CHART.height}`}
        role="img"
        aria-label={t('replay.distancesLabel', { victim: name, nearest, farthest })}
      >
        {lines_m.map((limit_m) => (
          <g key={limit_m}>
            <line x1={CHART.left} x2={right} y1={scale.y(limit_m)} y2={scale.y(limit_m)} className={replay['limit']} />
            <text x={CHART.left - 6} y={scale.y(limit_m) + 4} textAnchor="end" className={replay['axis']}>
              {metres(limit_m)}
            </text>
          </g>
        ))}
        <line x1={CHART.left} x2={right} y1={base} y2={base} className={replay['limit']} />
        <path d={bandPath(points, scale)} className={replay['band']} />
        <path d={linePath(points, scale)} className={replay['curve']} />
        {first !== undefined && last !== undefined && at_ms >= first.at_ms && at_ms <= last.at_ms && (
          <line x1={scale.x(at_ms)} x2={scale.x(at_ms)} y1={CHART.top} y2={base} className={replay['cursor']} />
        )}
        {first !== undefined && last !== undefined && (
          <>
            <text x={CHART.left} y={CHART.height - 6} className={replay['axis']}>
              {formatTime(first.at_ms)}
            </text>
            <text x={right} y={CHART.height - 6} textAnchor="end" className={replay['axis']}>
              {formatTime(last.at_ms)}
            </text>
          </>
        )}
      </svg>
    </figure>
  );
};

type Props = {
  readonly entries: readonly Entry[];
  readonly incident: Incident;
  readonly notice: string;
  readonly clock: ReplayClock;
};

/** Distances over time, which outlive the positions they were measured between. */
export const DistanceChart = ({ entries, incident, notice, clock }: Props) => {
  const { t } = useTranslation('supervisor');
  const words = useWords();
  const index = useDirectory();
  const measured = useMemo(() => entries.filter(({ body }) => body.kind === 'distance.measured'), [entries]);
  const { raisedAt_ms } = incident.times;
  const span = useMemo(() => spanOf(measured) ?? { from_ms: raisedAt_ms, to_ms: raisedAt_ms }, [measured, raisedAt_ms]);
  const [playback, change] = usePlayback(clock, span);
  const series = useMemo(() => [...distanceSeries(measured)], [measured]);
  const limits = index.orderById.get(incident.orderId)?.order.limits;
  const limits_m = limits === undefined ? [] : tiersWithin(limits).map(({ limit_m }) => limit_m);
  return (
    <>
      <div className={replay['distances']}>
        <p className={replay['notice']}>{notice}</p>
        {series.length === 0 && <EmptyState title={t('replay.noDistances')} />}
        {series.map(([victim, points]) => (
          <Chart
            key={victim}
            points={points}
            name={personName(words, index, victim)}
            limits_m={limits_m}
            at_ms={playback.at_ms}
          />
        ))}
      </div>
      {series.length > 0 && <Scrubber playback={playback} onChange={change} times={incident.times} />}
    </>
  );
};

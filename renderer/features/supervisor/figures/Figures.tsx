import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Incident } from '../../../../shared/domain/incidents/state.ts';
import type { Kpis } from '../../../../shared/domain/kpi/kpis.ts';
import { TIERS } from '../../../../shared/domain/tiers.ts';
import { levelWords, personName } from '../../../lib/alertWords.ts';
import { formatDateTime, formatStopwatch } from '../../../lib/format.ts';
import { useWords } from '../../../lib/words.ts';
import { useDirectory } from '../../../stores/session.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { useKpis } from './useKpis.ts';
import styles from './figures.module.css';

type TableProps = {
  readonly title: string;
  readonly note?: string;
  readonly heads: readonly string[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly ReactNode[] }[];
};

const Table = ({ title, note, heads, rows }: TableProps) => (
  <section className={styles['block']} aria-label={title}>
    <h3>{title}</h3>
    <table className={styles['table']}>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells: [first, ...rest] }) => (
          <tr key={key}>
            <th scope="row">{first}</th>
            {rest.map((cell, index) => (
              <td key={heads[index + 1]}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
    {note !== undefined && <p className={styles['note']}>{note}</p>}
  </section>
);

const FARTHEST_FIRST = TIERS.toReversed();
const UNIT_STEPS = ['assigned', 'enRoute', 'onScene', 'clear'] as const;

/** A step of a patrol: how long after the alarm, which fits where the time of day does not; that is behind it. */
const Step = ({ at_ms, raisedAt_ms }: { readonly at_ms: number | null; readonly raisedAt_ms: number }) =>
  at_ms === null ? '—' : <span title={formatDateTime(at_ms)}>{formatStopwatch((at_ms - raisedAt_ms) / 1000)}</span>;

const Tables = ({ kpis, raisedAt_ms }: { readonly kpis: Kpis; readonly raisedAt_ms: number }) => {
  const { t } = useTranslation('supervisor');
  const words = useWords();
  const index = useDirectory();
  const offset = (ms: number): string => t('figures.ms', { ms: ms > 0 ? `+${ms}` : String(ms) });
  return (
    <>
      {kpis.answers.length > 0 && (
        <Table
          title={t('figures.answers')}
          note={t('figures.answersNote')}
          heads={(['sounding', 'soundingCode', 'soundedAt', 'answeredAfter', 'escalatedAfter'] as const).map((head) =>
            t(`figures.${head}`),
          )}
          rows={kpis.answers.map(({ number, alert, at_ms, answer_s, escalatedAt_ms }) => ({
            key: String(number),
            cells: [
              `${number} · ${levelWords(words, alert)}`,
              alert.code,
              <Step key="at" at_ms={at_ms} raisedAt_ms={raisedAt_ms} />,
              answer_s === null ? t('figures.unanswered') : formatStopwatch(answer_s),
              <Step key="escalated" at_ms={escalatedAt_ms} raisedAt_ms={at_ms} />,
            ],
          }))}
        />
      )}
      {kpis.tiers.length > 0 && (
        <Table
          title={t('figures.tiers')}
          note={t('figures.tiersNote')}
          heads={[
            t('figures.victim'),
            ...FARTHEST_FIRST.map(({ id }) => words.t(`word.level.${id}`)),
            t('figures.unknown'),
          ]}
          rows={kpis.tiers.map((tier) => ({
            key: tier.victim,
            cells: [
              personName(words, index, tier.victim),
              ...FARTHEST_FIRST.map(({ id }) => formatStopwatch(tier.within_s[id])),
              formatStopwatch(tier.unknown_s),
            ],
          }))}
        />
      )}
      {kpis.units.length > 0 && (
        <Table
          title={t('figures.units')}
          note={t('figures.unitsNote')}
          heads={(['unit', ...UNIT_STEPS] as const).map((head) => t(`figures.${head}`))}
          rows={kpis.units.map((turn) => ({
            key: `${turn.unitId}:${turn.assignedAt_ms}`,
            cells: [
              index.unitById.get(turn.unitId)?.unit.callsign ?? turn.unitId,
              ...[turn.assignedAt_ms, turn.enRouteAt_ms, turn.onSceneAt_ms, turn.clearAt_ms].map((at_ms, step) => (
                <Step key={UNIT_STEPS[step]} at_ms={at_ms} raisedAt_ms={raisedAt_ms} />
              )),
            ],
          }))}
        />
      )}
      {kpis.clocks.length > 0 && (
        <Table
          title={t('figures.clocks')}
          note={t('figures.clocksNote')}
          heads={(['console', 'least', 'greatest'] as const).map((head) => t(`figures.${head}`))}
          rows={kpis.clocks.map((clock) => ({
            key: clock.consoleId,
            cells: [clock.consoleId, offset(clock.least_ms), offset(clock.greatest_ms)],
          }))}
        />
      )}
    </>
  );
};

/** Figures beside the response times: the answer of each sounding, time within each tier, each patrol's steps, how the clocks stood. */
export const Figures = ({ incident }: { readonly incident: Incident }) => {
  const { t } = useTranslation('supervisor');
  const kpis = useKpis(incident);
  const isEmpty =
    kpis === null || kpis.answers.length + kpis.tiers.length + kpis.units.length + kpis.clocks.length === 0;
  return (
    <div className={styles['figures']}>
      {isEmpty ? (
        <EmptyState title={t('figures.none')} />
      ) : (
        <Tables kpis={kpis} raisedAt_ms={incident.times.raisedAt_ms} />
      )}
    </div>
  );
};

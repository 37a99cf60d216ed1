import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Incident } from '../../../shared/domain/incidents/state.ts';
import { soundingAnswers, worstAnswer } from '../../../shared/domain/kpi/answers.ts';
import { REFERENCE, responseTimes } from '../../../shared/domain/kpi/response.ts';
import { formatStopwatch } from '../../lib/format.ts';
import { useRecordedOf } from '../../stores/record.ts';
import styles from './supervisor.module.css';

type Mark = {
  readonly label: string;
  readonly value_s: number | null;
  readonly reference_s: number | null;
  readonly source: string;
};

/** The bar ends at the larger of value and reference, with room to see which it is. */
const HEADROOM = 1.15;

const Line = ({ mark }: { readonly mark: Mark }) => {
  const { t } = useTranslation('supervisor');
  const { label, value_s, reference_s, source } = mark;
  const scale_s = Math.max(value_s ?? 0, reference_s ?? 0, 1) * HEADROOM;
  const beyond = value_s !== null && reference_s !== null && value_s > reference_s;
  const verdict = ((): string => {
    if (value_s === null || reference_s === null) return '';
    return beyond ? t('detail.beyond', { time: formatStopwatch(value_s - reference_s) }) : t('detail.within');
  })();
  return (
    <li className={styles['mark']}>
      <span className={styles['markLabel']}>{label}</span>
      <strong className={styles['markValue']}>
        {value_s === null ? t('detail.notReached') : formatStopwatch(value_s)}
      </strong>
      {reference_s !== null && (
        <>
          <span className={styles['bar']} aria-hidden>
            {value_s !== null && (
              <span
                className={styles['fill']}
                data-beyond={beyond}
                style={{ width: `${(value_s / scale_s) * 100}%` }}
              />
            )}
            <span className={styles['tick']} style={{ left: `${(reference_s / scale_s) * 100}%` }} />
          </span>
          <span className={styles['sub']}>{[source, verdict].filter((part) => part !== '').join(' · ')}</span>
        </>
      )}
    </li>
  );
};

/** Response times, each against the figure it is held to. */
export const ResponseTimesView = ({ incident }: { readonly incident: Incident }) => {
  const { t } = useTranslation('supervisor');
  const times = responseTimes(incident);
  const entries = useRecordedOf(incident.id);
  const worst = useMemo(() => worstAnswer(soundingAnswers(entries)), [entries]);
  const marks: readonly Mark[] = [
    {
      label: t('detail.answer'),
      value_s: times.answer_s,
      reference_s: REFERENCE.answer_s,
      source: t('detail.referenceAnswer', { time: formatStopwatch(REFERENCE.answer_s) }),
    },
    ...(worst === null || worst.number === 1
      ? []
      : [
          {
            label: t('detail.worstAnswer', { n: worst.number }),
            value_s: worst.answer_s,
            reference_s: REFERENCE.answer_s,
            source: t('detail.referenceAnswer', { time: formatStopwatch(REFERENCE.answer_s) }),
          },
        ]),
    {
      label: t('detail.dispatch'),
      value_s: times.dispatch_s,
      reference_s: REFERENCE.dispatch_s,
      source: t('detail.referenceDispatch', { time: formatStopwatch(REFERENCE.dispatch_s) }),
    },
    {
      label: t('detail.arrival'),
      value_s: times.arrival_s,
      reference_s: REFERENCE.arrival_s,
      source: t('detail.referenceArrival', { time: formatStopwatch(REFERENCE.arrival_s) }),
    },
    { label: t('detail.travel'), value_s: times.travel_s, reference_s: null, source: '' },
    { label: t('detail.onScene'), value_s: times.onScene_s, reference_s: null, source: '' },
    { label: t('detail.resolution'), value_s: times.total_s, reference_s: null, source: '' },
  ];
  return (
    <ul className={styles['marks']} aria-label={t('detail.times')}>
      {marks.map((mark) => (
        <Line key={mark.label} mark={mark} />
      ))}
    </ul>
  );
};

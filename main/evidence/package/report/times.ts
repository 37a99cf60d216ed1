import type { Content, TableCell } from 'pdfmake/interfaces.js';
import type { Incident } from '../../../../shared/domain/incidents/state.ts';
import type { Speech } from './speech.ts';
import { heading } from './text.ts';

/** When each step of the response was reached, and how long after the alert. */
export const responseTable = ({ times }: Incident, { t, time, span }: Speech): readonly Content[] => {
  const steps = [
    ['raised', times.raisedAt_ms],
    ['acknowledged', times.acknowledgedAt_ms],
    ['dispatched', times.dispatchedAt_ms],
    ['onScene', times.onSceneAt_ms],
    ['resolved', times.resolvedAt_ms],
    ['closed', times.closedAt_ms],
  ] as const;
  const row = ([step, at_ms]: (typeof steps)[number]): TableCell[] => [
    t(`report.step_${step}`),
    at_ms === null ? t('report.notReached') : time(at_ms),
    at_ms === null ? t('report.dash') : span(Math.max(0, (at_ms - times.raisedAt_ms) / 1000)),
  ];
  return [
    heading(t('report.times')),
    {
      style: 'table',
      layout: 'lightHorizontalLines',
      table: {
        headerRows: 1,
        widths: ['*', 140, 110],
        body: [
          [t('report.step'), t('report.reachedAt'), t('report.after')].map((text) => ({ text, style: 'head' })),
          ...steps.map(row),
        ],
      },
    },
  ];
};

import { Separation } from '../../../shared/domain/alerts.ts';
import type { Entry, EntryBody } from '../../../shared/domain/incidents/entries.ts';
import { acknowledged, anAlert, byOperator, entriesOf, raised } from '../../builders/entries.ts';
import { supervisor } from '../../builders/directory.ts';
import { leaseId, personId } from '../../builders/ids.ts';
import { T0 } from '../../builders/times.ts';

/** The order's victim, whom the directory of the doubles knows. */
const VICTIM = personId('V1');

/** What a long incident is made of, over and over: so that few lines fold into one. */
const bodyAt = (index: number): EntryBody => {
  const distance_m = 400 + (index % 700);
  const separation = Separation.parse({ distance_m, min_m: distance_m - 20, max_m: distance_m + 20 });
  switch (index % 5) {
    case 0:
      return { kind: 'alert.level', rose: index % 2 === 0, alert: anAlert({ separation }) };
    case 1:
    case 2:
      return { kind: 'distance.measured', victim: VICTIM, separation };
    case 3:
      return { kind: 'lease.renewed', leaseId: leaseId('L1'), expiresAt_ms: T0 + index * 1000 };
    default:
      return { kind: 'note.added', text: `기록 ${index}: 피해자와 통화하고 위치를 다시 확인함` };
  }
};

const resolved = (incident: string): Parameters<typeof entriesOf>[0][number] => ({
  body: { kind: 'incident.resolved', outcome: 'offender-separated', cause: null },
  actor: byOperator(supervisor),
  incident,
});

/** A record of two resolved incidents: I1 with `length` entries, then I2 with few. */
export const longRecord = (length: number): readonly Entry[] => {
  const frame = [...raised(), acknowledged(), resolved('I1')];
  const [opening, closing] = [frame.slice(0, 3), frame.slice(3)];
  const middle = Array.from({ length: length - frame.length }, (_, index) => ({
    body: bodyAt(index),
    at_ms: T0 + (index + 10) * 1000,
  }));
  return entriesOf([
    ...opening,
    ...middle,
    ...closing,
    ...raised(anAlert(), 'I2', 'ORD-1', T0 + (length + 60) * 1000),
    acknowledged('I2', T0 + (length + 65) * 1000),
    { ...resolved('I2'), at_ms: T0 + (length + 90) * 1000 },
  ]);
};

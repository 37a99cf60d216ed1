import { analyse } from '../../../main/commands/analyse/analyse.ts';
import type { InputFault } from '../../../main/commands/analyse/input/fault.ts';
import type { TrackLine } from '../../../main/commands/analyse/input/trackLine.ts';
import type { AlertLine } from '../../../main/commands/analyse/lines.ts';
import { AlertId } from '../../../shared/domain/ids.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { Told } from '../judge.ts';
import type { Report } from '../tracks.ts';
import type { Situation } from '../truth.ts';

/** The reports as the lines of a file with a column for the time of receipt. */
const linesOf = (reports: readonly Report[]): AsyncIterator<Result<TrackLine, InputFault>> => {
  let line = 0;
  return {
    next: () => {
      const report = reports[line];
      if (report === undefined) return Promise.resolve({ done: true, value: undefined });
      line += 1;
      const { at_ms, place, accuracy_m, speed_mps, received_ms } = report;
      const fix = {
        at_ms,
        lon: place[0],
        lat: place[1],
        accuracy_m,
        speed_mps,
        heading_deg: null,
        source: 'gnss' as const,
        battery_percent: null,
      };
      return Promise.resolve({ value: { ok: true, value: { line, receivedAt_ms: received_ms, fix, refused: null } } });
    },
  };
};

const KINDS = {
  'alert.raised': 'raised',
  'alert.level': 'level',
  'alert.updated': 'updated',
  'alert.cleared': 'cleared',
} as const;

const toldBy = (line: AlertLine): readonly Told[] =>
  line.rule === 'proximity' || line.rule.startsWith('zone:')
    ? [
        {
          at_ms: Date.parse(line.at),
          kind: KINDS[line.event],
          alertId: line.alertId,
          rule: line.rule,
          level: line.level,
          certainty: line.certainty,
          cause: line.cause,
          closestAt_ms: line.closestAt === undefined ? null : Date.parse(line.closestAt),
        },
      ]
    : [];

/** What `jikim analyse` tells of a situation. */
export const analysed = async ({ order, offender, victim }: Situation, policy: Policy): Promise<readonly Told[]> => {
  const told: Told[] = [];
  let ids = 0;
  const done = await analyse(
    { order, offender: linesOf(offender), victim: linesOf(victim), events: null },
    policy,
    () => AlertId.parse(`alert-${(ids += 1)}`),
    (line) => told.push(...toldBy(line)),
  );
  if (!done.ok) throw new Error(`${done.error.file}: ${done.error.message}`);
  return told;
};

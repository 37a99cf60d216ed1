import type { Incident, World } from '../../../shared/domain/incidents/state.ts';
import { ringingOf } from '../../../shared/domain/incidents/soundings.ts';
import { unitState } from '../../../shared/domain/incidents/state.ts';
import { formatStopwatch } from '../../lib/format.ts';
import type { PatrolNews } from '../../lib/patrolNews.ts';
import type { Words } from '../../lib/words.ts';
import { boundUnits } from './primary.ts';
import type { PrimaryAction } from './primary.ts';
import type { PatrolRow } from './patrols.ts';

const since = (from_ms: number, now_ms: number): string => formatStopwatch((now_ms - from_ms) / 1000);

const whySounding = (t: Words['t'], incident: Incident, now_ms: number): string => {
  const ringing = ringingOf(incident);
  if (ringing === null) return t('act.whySounding', { time: since(incident.soundedAt_ms, now_ms) });
  if (ringing.isOver) return t('act.whyOver');
  const time = since(ringing.newest.at_ms, now_ms);
  if (ringing.count === 1) return t('act.whySounding', { time });
  // As in the queue: how long the most urgent that rings has waited, for something calmer may have rung before it.
  const { count: n, code, first } = ringing;
  return t('act.whySoundingMany', { time, n, code, first: since(first.at_ms, now_ms) });
};

/** One line under the primary action: why it is the one, or how long it has been due. `news` is of the patrol that the action is about. */
export const whyNow = (
  { t }: Words,
  action: PrimaryAction,
  incident: Incident,
  world: World,
  recommended: PatrolRow | null,
  news: PatrolNews | null,
  now_ms: number,
): string => {
  switch (action.kind) {
    case 'acknowledge':
      return whySounding(t, incident, now_ms);
    case 'assign':
      return recommended?.ranked === null || recommended === null
        ? ''
        : t('act.assignReason', {
            rank: recommended.dueAt ?? recommended.key ?? 1,
            eta: formatStopwatch(recommended.ranked.eta_s),
          });
    case 'choose-unit':
      return t('act.whyChoose');
    case 'status': {
      if (news?.kind === 'arrived') return t('act.whyArrived');
      const { status, since_ms } = unitState(world, action.unitId);
      return t('act.whyAssigned', { status: t(`word.unitStatus.${status}`), time: since(since_ms, now_ms) });
    }
    case 'resolve': {
      const there = boundUnits(incident, world)
        .map((id) => unitState(world, id))
        .find(({ status }) => status === 'on-scene');
      return there === undefined
        ? ''
        : t('act.whyAssigned', { status: t('word.unitStatus.on-scene'), time: since(there.since_ms, now_ms) });
    }
    case 'await-review':
    case 'done':
      return '';
  }
};

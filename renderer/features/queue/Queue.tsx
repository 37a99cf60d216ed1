import { Siren } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { REFERENCE } from '../../../shared/domain/kpi/response.ts';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import type { Incident } from '../../../shared/domain/incidents/state.ts';
import { Badge } from '../../ui/Badge.tsx';
import { EachAlone } from '../../ui/EachAlone.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { usePointerHere } from '../../lib/looking.ts';
import { useServerNow } from '../../stores/clock.ts';
import { usePresenceSlice } from '../../stores/presenceSlice.ts';
import { useRecord } from '../../stores/record.ts';
import { useDirectory, useSession } from '../../stores/session.ts';
import { useAlarmLoad } from '../alarm/index.ts';
import { Announcer } from './Announcer.tsx';
import { Calm } from './Calm.tsx';
import { Newcomers } from './Newcomers.tsx';
import { Outages } from './Outages.tsx';
import { OutOfSight } from './OutOfSight.tsx';
import { ResolvedToday } from './ResolvedToday.tsx';
import { LINE_PX, ROW_PX, Rows } from './Rows.tsx';
import { queueRow, resolvedSince, runningIncidents, seoulDayStart_ms, shelvedIncidents } from './model.ts';
import type { QueueRow } from './model.ts';
import { Shelved } from './Shelved.tsx';
import { StillWithin } from './StillWithin.tsx';
import { useQueueSelection } from './selection.ts';
import { useStill } from './still.ts';
import { useHeight } from './useHeight.ts';
import { useKept, useQueueOrder } from './useQueueOrder.ts';
import styles from './queue.module.css';

/**
 * Every running incident, most urgent first; what is shelved, and what was resolved today, lie folded away below. Pressed buttons have a lane
 * of their own, which nothing scrolls away. While an operator points at it, or has just pressed a key, the rows stay where they are, and news
 * stands at the side.
 */
export const Queue = () => {
  const { t } = useTranslation('dispatch');
  const world = useRecord((state) => state.world);
  const register = useDirectory();
  const slice = usePresenceSlice();
  const now_ms = useServerNow();
  const selected = useSession((state) => state.selectedIncident);
  const keyFor_ms = useSession((state) => (state.directory?.policy.queue.still_s ?? 0) * 1000);
  const still = useStill(keyFor_ms);
  const pointer = usePointerHere((isHere) => (isHere ? still.enter() : still.leave()));
  const room = useRef<HTMLDivElement>(null);
  const room_px = useHeight(room);
  const scroller = useRef<HTMLDivElement>(null);
  const running = runningIncidents(world, register, slice.frame);
  const isStill = still.isPointedAt || still.isKeyed;
  // What stands below the rows moves no sooner than they do.
  const settled = useKept(world, isStill);
  const shelved = shelvedIncidents(settled);
  const resolved = resolvedSince(settled, seoulDayStart_ms(now_ms));
  const load = useAlarmLoad();
  const isFlood = load?.isFlood === true;
  const order = useQueueOrder(running, world, {
    isStill,
    needsLines: (rows) => isFlood || (room_px > 0 && rows * ROW_PX > room_px),
  });
  const { lane, list, aside, isDense } = order;
  const select = useQueueSelection([...new Set([...lane, ...list, ...aside])], still.isKeyed);
  const incidentsOf = (ids: readonly IncidentId[]): readonly Incident[] =>
    ids.flatMap((id) => world.incidents.get(id) ?? []);
  const make = (incident: Incident): QueueRow => queueRow(incident, world, register, slice, now_ms, REFERENCE.answer_s);
  const [inLane, inList] = [incidentsOf(lane), incidentsOf(list)];
  const shared = { make, selected, firstUp: load?.firstUp ?? null, isDense, onSelect: select } as const;
  return (
    <div ref={pointer} className={styles['holder']}>
      <Panel
        title={t('queue.title')}
        actions={
          running.length > 0 && (
            <span className={styles['counts']}>
              {isFlood && <Badge tone="strong">{t('queue.flood')}</Badge>}
              <Badge>{t('queue.count', { n: running.length })}</Badge>
            </span>
          )
        }
      >
        <EachAlone>
          <Announcer running={running} />
        </EachAlone>
        <div className={styles['queue']} ref={room}>
          {inLane.length > 0 && (
            <section className={styles['lane']} aria-labelledby="sos-lane">
              <h3 id="sos-lane" className={styles['laneTitle']}>
                <Siren size={14} aria-hidden />
                {t('queue.sosLane', { n: inLane.length })}
              </h3>
              <Rows {...shared} incidents={inLane} label={t('queue.sosList')} />
            </section>
          )}
          <EachAlone>
            <Outages />
          </EachAlone>
          <div className={styles['scroller']} ref={scroller}>
            {running.length === 0 && inList.length === 0 ? (
              <Calm shelved={shelved.length} />
            ) : (
              <Rows {...shared} incidents={inList} label={t('queue.list')} className={styles['rows']} />
            )}
            <EachAlone>
              {shelved.length > 0 && <Shelved incidents={shelved} selected={selected} now_ms={now_ms} />}
              <StillWithin world={settled} selected={selected} />
              {resolved.length > 0 && <ResolvedToday incidents={resolved} selected={selected} />}
            </EachAlone>
          </div>
          <OutOfSight scroller={scroller} codes={inList.map(({ code }) => code)} row_px={isDense ? LINE_PX : ROW_PX} />
        </div>
      </Panel>
      <EachAlone>
        <Newcomers order={order} incidents={incidentsOf(aside)} make={make} selected={selected} onSelect={select} />
      </EachAlone>
    </div>
  );
};

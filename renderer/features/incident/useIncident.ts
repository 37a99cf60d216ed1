import type { UnitId } from '../../../shared/domain/ids.ts';
import { mayAsk } from '../../../shared/domain/incidents/decide.ts';
import type { CommandBody } from '../../../shared/domain/incidents/commands.ts';
import { unitState } from '../../../shared/domain/incidents/state.ts';
import type { Incident, IncidentAlert, World } from '../../../shared/domain/incidents/state.ts';
import type { Advice } from '../../../shared/protocol/messages.ts';
import type { PendingCommand } from '../../../shared/api/contract.ts';
import { leadAlert } from '../../lib/leadAlert.ts';
import { patrolNews } from '../../lib/patrolNews.ts';
import type { PatrolNews } from '../../lib/patrolNews.ts';
import { peopleOf } from '../../lib/orderPeople.ts';
import type { OrderPeople } from '../../lib/orderPeople.ts';
import { useServerNow } from '../../stores/clock.ts';
import type { DirectoryIndex } from '../../stores/directoryIndex.ts';
import { usePresenceSlice } from '../../stores/presenceSlice.ts';
import { usePresence } from '../../stores/presence.ts';
import { useRecord } from '../../stores/record.ts';
import { useDirectory, useSession } from '../../stores/session.ts';
import { leadingStep } from './primary.ts';
import type { PatrolStep } from './primary.ts';
import type { ShownPatrols } from './useShownPatrols.ts';
import { positionAccess, seesOf } from './positions.ts';
import type { PositionAccess, Sees } from './positions.ts';

/** What the stores hold of one incident. */
export type IncidentModel = {
  readonly incident: Incident;
  readonly world: World;
  readonly index: DirectoryIndex;
  readonly lead: IncidentAlert | null;
  readonly people: OrderPeople;
  readonly advice: Advice | null;
  readonly access: PositionAccess;
  readonly sees: Sees;
  /** What the server says of patrols on their way. */
  readonly newsOf: (unit: UnitId) => PatrolNews | null;
  /** The next step of the leading patrol; null where nobody is on the way. */
  readonly step: PatrolStep | null;
  readonly outbox: readonly PendingCommand[];
  /** Server time, epoch ms. */
  readonly now_ms: number;
  /** Whether the operator's role may ask for this at all. */
  readonly may: (kind: CommandBody['kind']) => boolean;
};

/** Everything the panel shows of one incident. */
export type PanelModel = IncidentModel & { readonly patrols: ShownPatrols };

export const useIncidentModel = (): IncidentModel | null => {
  const selected = useSession((state) => state.selectedIncident);
  const role = useSession((state) => state.session?.operator.role ?? null);
  const outbox = useSession((state) => state.outbox);
  const world = useRecord((state) => state.world);
  const index = useDirectory();
  const leases = usePresence((state) => state.leases);
  const advice = usePresence((state) => (selected === null ? null : (state.advice.get(selected) ?? null)));
  const now_ms = useServerNow();
  const slice = usePresenceSlice();
  const incident = selected === null ? undefined : world.incidents.get(selected);
  if (incident === undefined) return null;
  const lead = leadAlert(incident);
  const newsOf = (unit: UnitId): PatrolNews | null => patrolNews(unit, unitState(world, unit), index, slice);
  return {
    incident,
    world,
    index,
    lead,
    people: peopleOf(incident, lead, index),
    advice,
    access: positionAccess(incident, leases, now_ms),
    sees: seesOf(incident, leases, index, now_ms),
    newsOf,
    step: leadingStep(incident, world, (unit) => newsOf(unit)?.kind === 'arrived'),
    outbox,
    now_ms,
    may: (kind) => role !== null && mayAsk(kind, role),
  };
};

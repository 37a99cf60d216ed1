import { directoryPolicy } from '../../../builders/directory.ts';
import {
  AlertId,
  CommandId,
  ConsoleId,
  DeviceId,
  Handle,
  IncidentId,
  LeaseId,
  OperatorId,
  OrderId,
  PersonId,
  Seq,
  UnitId,
} from '../../../../shared/domain/ids.ts';
import { Separation } from '../../../../shared/domain/alerts.ts';
import type { AlertState } from '../../../../shared/domain/alerts.ts';
import type { Actor } from '../../../../shared/domain/incidents/actor.ts';
import type { Entry, EntryBody } from '../../../../shared/domain/incidents/entries.ts';
import { foldEntries } from '../../../../shared/domain/incidents/fold.ts';
import { emptyWorld } from '../../../../shared/domain/incidents/state.ts';
import type { Incident, World } from '../../../../shared/domain/incidents/state.ts';
import type { Directory, LeaseOpened } from '../../../../shared/protocol/messages.ts';
import type { PresenceFrame, RelationPresence } from '../../../../shared/protocol/presence.ts';
import { directoryIndex } from '../../../../renderer/stores/directoryIndex.ts';

export const T0 = Date.UTC(2026, 10, 22, 3, 0, 0);

export const ID = {
  incident: IncidentId.parse('INC-1'),
  other: IncidentId.parse('INC-2'),
  order: OrderId.parse('ORD-1'),
  offender: PersonId.parse('O1'),
  victim: PersonId.parse('V1'),
  victim2: PersonId.parse('V2'),
  car: UnitId.parse('U1'),
  bike: UnitId.parse('U2'),
  foot: UnitId.parse('U3'),
  alert: AlertId.parse('A1'),
  lease: LeaseId.parse('L1'),
  operator: OperatorId.parse('dispatcher1'),
  supervisor: OperatorId.parse('supervisor1'),
  console: ConsoleId.parse('C1'),
  command: CommandId.parse('CMD-1'),
};

export const dispatcher: Actor = {
  type: 'operator',
  operatorId: ID.operator,
  role: 'dispatcher',
  consoleId: ID.console,
};
export const system: Actor = { type: 'system' };

const person = (id: PersonId, role: 'offender' | 'victim', name: string) => ({
  id,
  role,
  name,
  deviceId: DeviceId.parse(`D-${id}`),
  interval_s: 1,
});
const unit = (id: UnitId, callsign: string, kind: 'car' | 'motorbike' | 'foot', handle: number) => ({
  handle: Handle.parse(handle),
  unit: { id, callsign, kind, station: '가상서' },
});

export const directory: Directory = {
  orders: [
    {
      handle: Handle.parse(1),
      order: {
        id: ID.order,
        basis: '시험용 근거',
        number: '2026-시험-1',
        issuer: '가상법원',
        validFrom_ms: T0 - 86_400_000,
        validTo_ms: T0 + 86_400_000,
        revokedAt_ms: null,
        offender: ID.offender,
        victims: [ID.victim, ID.victim2],
        limits: { warning_m: 2000, alert_m: 1000, contact_m: 100 },
        zones: [],
      },
    },
  ],
  people: [
    { handle: Handle.parse(11), person: person(ID.offender, 'offender', '가상인물 갑') },
    { handle: Handle.parse(12), person: person(ID.victim, 'victim', '가상인물 을') },
    { handle: Handle.parse(13), person: person(ID.victim2, 'victim', '가상인물 병') },
  ],
  units: [
    unit(ID.car, '순찰 2', 'car', 21),
    unit(ID.bike, '순찰 10', 'motorbike', 22),
    unit(ID.foot, '순찰 1', 'foot', 23),
  ],
  places: [],
  policy: directoryPolicy,
  playbooks: [],
  operators: [
    { id: ID.operator, name: '시험 접수', role: 'dispatcher' },
    { id: ID.supervisor, name: '시험 감독', role: 'supervisor' },
  ],
};

export const register = directoryIndex(directory);

export const proximity = (part: Partial<AlertState> = {}): AlertState => ({
  alertId: ID.alert,
  rule: { type: 'proximity', victim: ID.victim },
  level: 'alert',
  certainty: 'likely',
  code: 1,
  cause: 'position',
  separation: Separation.parse({ distance_m: 800, min_m: 760, max_m: 840 }),
  closestAt_ms: null,
  late: false,
  ...part,
});

type Step = {
  readonly at_s: number;
  readonly body: EntryBody;
  readonly actor?: Actor;
  readonly incidentId?: IncidentId | null;
  readonly delay_s?: number;
  readonly commandId?: CommandId;
};

/** Entries in order, numbered from 1; `at_s` counts from T0. */
export const entriesOf = (steps: readonly Step[]): readonly Entry[] =>
  steps.map(({ at_s, body, actor = system, incidentId = ID.incident, delay_s = 0, commandId }, index) => ({
    seq: Seq.parse(index + 1),
    recordedAt_ms: T0 + (at_s + delay_s) * 1000,
    incidentId,
    at_ms: T0 + at_s * 1000,
    actor,
    commandId: commandId ?? null,
    body,
  }));

export const raised: Step = { at_s: 0, body: { kind: 'incident.raised', orderId: ID.order } };
export const alerted = (part: Partial<AlertState> = {}, at_s = 0): Step => ({
  at_s,
  body: { kind: 'alert.raised', alert: proximity(part) },
});
export const acknowledged = (at_s: number): Step => ({
  at_s,
  actor: dispatcher,
  body: { kind: 'incident.acknowledged' },
});
export const assigned = (at_s: number, unitId: UnitId = ID.car): readonly Step[] => [
  { at_s, actor: dispatcher, commandId: ID.command, body: { kind: 'unit.assigned', unitId, rank: 1, eta_s: 90 } },
  {
    at_s,
    actor: dispatcher,
    commandId: ID.command,
    body: { kind: 'unit.status', unitId, from: 'available', to: 'dispatched' },
  },
];
export const unitTo = (at_s: number, from: 'dispatched' | 'en-route', to: 'en-route' | 'on-scene'): Step => ({
  at_s,
  actor: dispatcher,
  body: { kind: 'unit.status', unitId: ID.car, from, to },
});
export const resolved = (at_s: number): Step => ({
  at_s,
  actor: dispatcher,
  body: { kind: 'incident.resolved', outcome: 'offender-separated', cause: null },
});
export const measured = (at_s: number, distance_m: number, victim: PersonId = ID.victim): Step => ({
  at_s,
  body: {
    kind: 'distance.measured',
    victim,
    separation: Separation.parse({ distance_m, min_m: Math.max(0, distance_m - 20), max_m: distance_m + 20 }),
  },
});

export const worldOf = (steps: readonly Step[]): World => foldEntries(emptyWorld, entriesOf(steps));

export const incidentOf = (world: World, id: IncidentId = ID.incident): Incident => {
  const incident = world.incidents.get(id);
  if (incident === undefined) throw new Error(`no incident ${id} in this world`);
  return incident;
};

export const relation = (part: Partial<RelationPresence> = {}): RelationPresence => ({
  order: Handle.parse(1),
  victim: Handle.parse(12),
  distance_m: 640,
  min_m: 600,
  max_m: 680,
  sector: 1,
  trend: 'closing',
  level: 'alert',
  certainty: 'likely',
  lost: false,
  contact: { expected_s: 450, from_s: 380, to_s: 560 },
  ...part,
});

export const frameOf = (relations: readonly RelationPresence[]): PresenceFrame => ({
  frame: 1,
  serverTime_ms: T0,
  subjects: [],
  relations,
});

export const leaseOf = (subjects: readonly PersonId[], left_s: number): LeaseOpened => ({
  lease: {
    id: ID.lease,
    incidentId: ID.incident,
    subjects,
    purpose: 'alarm',
    holders: [ID.operator],
    start_ms: T0,
    expiresAt_ms: T0 + left_s * 1000,
  },
  limits: { warning_m: 2000, alert_m: 1000, contact_m: 100 },
  zones: [],
  leadIn: [],
});

import { Handle, IncidentId, LeaseId, OperatorId, OrderId, PersonId, UnitId } from '../../../../shared/domain/ids.ts';
import type { Incident, World } from '../../../../shared/domain/incidents/state.ts';
import { Zone } from '../../../../shared/domain/orders.ts';
import { Directory } from '../../../../shared/protocol/messages.ts';
import type { LeaseOpened } from '../../../../shared/protocol/messages.ts';
import type { RelationPresence, SubjectPresence } from '../../../../shared/protocol/presence.ts';
import { atlasImage, iconMapping } from '../../../../renderer/map/icons/atlas.ts';
import type { IconAtlas } from '../../../../renderer/map/icons/atlas.ts';
import type { SceneInput } from '../../../../renderer/map/scene/scene.ts';
import { directoryIndex } from '../../../../renderer/stores/directoryIndex.ts';
import { directoryPolicy } from '../../../builders/directory.ts';

export const INCIDENT = IncidentId.parse('I1');
export const OFFENDER = Handle.parse(11);
export const VICTIM = Handle.parse(12);
export const CAR = Handle.parse(101);
export const limits = { warning_m: 2000, alert_m: 1000, contact_m: 100 };

export const directory = Directory.parse({
  orders: [
    {
      handle: 1,
      order: {
        id: 'O1',
        basis: 'Fictional basis',
        number: 'F-1',
        issuer: 'Fictional court',
        validFrom_ms: 0,
        validTo_ms: 9e12,
        revokedAt_ms: null,
        offender: 'P1',
        victims: ['P2'],
        limits,
        zones: [],
      },
    },
  ],
  people: [
    { handle: 11, person: { id: 'P1', role: 'offender', name: 'Fictional A', deviceId: 'D1', interval_s: 1 } },
    { handle: 12, person: { id: 'P2', role: 'victim', name: 'Fictional B', deviceId: 'D2', interval_s: 1 } },
  ],
  units: [
    { handle: 101, unit: { id: 'U1', callsign: '순21', kind: 'car', station: 'Fictional' } },
    { handle: 102, unit: { id: 'U2', callsign: '순22', kind: 'foot', station: 'Fictional' } },
  ],
  places: [
    { id: 'near', kind: 'hospital', ko: '가까운 병원', en: 'Near hospital', lon: 127.001, lat: 37.501, staffed: '24h' },
    { id: 'far', kind: 'police-box', ko: '먼 지구대', en: 'Far box', lon: 127.1, lat: 37.6, staffed: '24h' },
  ],
  operators: [],
  policy: directoryPolicy,
  playbooks: [],
});

export const zone = Zone.parse({
  id: 'Z1',
  kind: 'home',
  shape: { type: 'circle', centre: [127, 37.5], radius_m: 200 },
  buffer_m: 100,
  schedule: null,
});

/** A lease of the incident on these people. */
export const leaseOn = (...subjects: readonly string[]): LeaseOpened => ({
  lease: {
    id: LeaseId.parse('L1'),
    incidentId: INCIDENT,
    subjects: subjects.map((id) => PersonId.parse(id)),
    purpose: 'alarm',
    holders: [OperatorId.parse('op1')],
    start_ms: 0,
    expiresAt_ms: 9e12,
  },
  limits,
  zones: [zone],
  leadIn: [],
});

export const subject = (handle: Handle, part: Partial<SubjectPresence> = {}): SubjectPresence => ({
  handle,
  lon: 127,
  lat: 37.5,
  radius_m: 25,
  speed_mps: null,
  heading_deg: null,
  age_s: 3,
  silent: false,
  finding: null,
  battery_percent: null,
  ...part,
});

const incident: Incident = {
  id: INCIDENT,
  orderId: OrderId.parse('O1'),
  follows: null,
  status: 'dispatched',
  code: 1,
  peakCode: 1,
  alerts: new Map(),
  unacknowledged: false,
  soundings: 1,
  unanswered: [],
  soundedAt_ms: 1000,
  shelved: null,
  units: [UnitId.parse('U1')],
  claim: null,
  takings: [],
  acknowledgedBy: null,
  assignments: new Map(),
  workers: [],
  resolvedBy: null,
  outcome: null,
  falseCause: null,
  onSceneAtEnd: [],
  closest: null,
  closestStated: new Map(),
  lastMeasured: new Map(),
  times: {
    raisedAt_ms: 0,
    acknowledgedAt_ms: null,
    dispatchedAt_ms: null,
    onSceneAt_ms: null,
    resolvedAt_ms: null,
    closedAt_ms: null,
  },
  positionsExist: true,
  brokeGlass: false,
  glassBroken: new Map(),
  contactConfirmed: false,
  sureLevels: new Set(),
  holds: new Map(),
  exportedAt_ms: null,
  guidance: new Map(),
  playbook: new Map(),
  talkedAt_ms: new Map(),
  entries: 0,
};

export const world: World = {
  incidents: new Map([[INCIDENT, incident]]),
  byOrder: new Map([[incident.orderId, [INCIDENT]]]),
  units: new Map([[UnitId.parse('U1'), { status: 'en-route', incidentId: INCIDENT, since_ms: 0 }]]),
  unwatched: new Map(),
  outages: new Map(),
  clockFault: null,
  head: 3,
};

const relation: RelationPresence = {
  order: Handle.parse(1),
  victim: VICTIM,
  distance_m: 412,
  min_m: 362,
  max_m: 462,
  sector: 2,
  trend: 'closing',
  level: 'alert',
  certainty: 'confirmed',
  lost: false,
  contact: { expected_s: 300, from_s: 250, to_s: 380 },
};

/** Both people, two patrols, one relation; a lease on both unless told otherwise. */
export const input = (part: Partial<SceneInput> = {}): SceneInput => ({
  index: directoryIndex(directory),
  subjects: new Map(
    [
      subject(OFFENDER, { lon: 127.005 }),
      subject(VICTIM),
      subject(CAR, { lon: 127.01, lat: 37.51 }),
      subject(Handle.parse(102), { lon: 127.02, age_s: 42 }),
    ].map((s) => [s.handle, s]),
  ),
  relations: [relation],
  trails: new Map(
    [OFFENDER, VICTIM].map((handle) => [
      handle,
      [0, 1, 2].map((i) => ({
        at_ms: i * 60_000,
        lon: 127 + i / 1000,
        lat: 37.5,
        accuracy_m: 10,
        heading_deg: null,
        speed_mps: null,
      })),
    ]),
  ),
  leases: [leaseOn('P1', 'P2')],
  advice: new Map(),
  world,
  selected: null,
  escapeChoice: { chosen: null, previewed: null },
  receivedAt_ms: 100_000,
  now_ms: 100_000,
  serverNow_ms: 100_000,
  ...part,
});

/** An atlas without a picture: builders are not to care. */
export const atlas: IconAtlas = { image: atlasImage({} as HTMLCanvasElement), mapping: iconMapping() };

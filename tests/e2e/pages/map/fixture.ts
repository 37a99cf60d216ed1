import { z } from 'zod';
import { Entry } from '../../../../shared/domain/incidents/entries.ts';
import { IncidentId } from '../../../../shared/domain/ids.ts';
import { destination } from '../../../../shared/domain/geo/geodesic.ts';
import { Advice, Directory, LeaseOpened } from '../../../../shared/protocol/messages.ts';
import type { PresenceFrame, SubjectPresence } from '../../../../shared/protocol/presence.ts';
import { Handle } from '../../../../shared/domain/ids.ts';
import places from '../../../../assets/places/places.json';
import { directoryPolicy } from '../../../builders/directory.ts';

const now = Date.now();
export const INCIDENT = IncidentId.parse('I1');
const hongdae: readonly [number, number] = [126.9237, 37.5567];
const h = (n: number): Handle => Handle.parse(n);

const limits = { warning_m: 2000, alert_m: 1000, contact_m: 100 };

/** Made-up people and patrols around Hongdae. */
export const directory = Directory.parse({
  orders: [
    {
      handle: 1,
      order: {
        id: 'O1',
        basis: '시험',
        number: '시험-1',
        issuer: '가상법원',
        validFrom_ms: 0,
        validTo_ms: now + 1e9,
        revokedAt_ms: null,
        offender: 'P1',
        victims: ['P2'],
        limits,
        zones: [{ id: 'Z1', kind: 'home', buffer_m: 100 }],
      },
    },
  ],
  people: [
    { handle: 11, person: { id: 'P1', role: 'offender', name: '가상인물 갑', deviceId: 'D1', interval_s: 1 } },
    { handle: 12, person: { id: 'P2', role: 'victim', name: '가상인물 을', deviceId: 'D2', interval_s: 1 } },
  ],
  units: Array.from({ length: 14 }, (_, i) => ({
    handle: 101 + i,
    unit: {
      id: `U${i + 1}`,
      callsign: `순${21 + i}`,
      kind: ['car', 'motorbike', 'foot'][i % 3],
      station: '가상지구대',
    },
  })),
  places,
  policy: directoryPolicy,
  playbooks: [],
  operators: [{ id: 'op1', name: '가상 접수요원', role: 'dispatcher' }],
});

const track = (personId: string, end: readonly [number, number], bearing: number, n: number) => ({
  personId,
  points: Array.from({ length: n }, (_, i) => {
    const [lon, lat] = destination(end, bearing + 25 * Math.sin(i / 40), (n - 1 - i) * 1.4);
    return { at_ms: now - (n - 1 - i) * 1000, lon, lat, accuracy_m: 15, heading_deg: null, speed_mps: 1.4 };
  }),
});

export const offenderAt = destination(hongdae, 62, 430);
export const leases = [
  LeaseOpened.parse({
    lease: {
      id: 'L1',
      incidentId: 'I1',
      subjects: ['P1', 'P2'],
      purpose: 'alarm',
      holders: ['op1'],
      start_ms: now,
      expiresAt_ms: now + 900_000,
    },
    limits,
    zones: [
      {
        id: 'Z1',
        kind: 'home',
        shape: { type: 'circle', centre: [126.9205, 37.5532], radius_m: 180 },
        buffer_m: 100,
        schedule: null,
      },
    ],
    leadIn: [track('P1', offenderAt, 100, 500), track('P2', hongdae, 250, 400)],
  }),
];

const subject = (
  handle: number,
  at: readonly [number, number],
  part: Partial<SubjectPresence> = {},
): SubjectPresence => ({
  handle: h(handle),
  lon: at[0],
  lat: at[1],
  radius_m: 25,
  speed_mps: 1.4,
  heading_deg: 200,
  age_s: 1,
  silent: false,
  finding: null,
  battery_percent: 64,
  ...part,
});

/** One frame; `tick` moves everybody a little, `silent` turns the offender's device off. */
export const frameAt = (tick: number, silent: boolean, units = 14): PresenceFrame => ({
  frame: tick,
  serverTime_ms: now + tick * 1000,
  subjects: [
    subject(11, destination(offenderAt, 242, silent ? 0 : tick * 1.4), {
      heading_deg: 242,
      silent,
      age_s: silent ? 190 : 2,
      radius_m: silent ? 210 : 32,
    }),
    subject(12, hongdae, { heading_deg: 70, radius_m: 21 }),
    ...Array.from({ length: units }, (_, i) =>
      subject(101 + i, destination(hongdae, i * 77, 350 + ((i * 613) % 3200)), {
        heading_deg: (i * 53) % 360,
        age_s: i === 5 ? 45 : 1,
      }),
    ),
  ],
  relations: [
    {
      order: h(1),
      victim: h(12),
      distance_m: 430 - tick * 1.4,
      min_m: 377,
      max_m: 483,
      sector: 1,
      trend: 'closing',
      level: 'alert',
      certainty: 'confirmed',
      lost: false,
      contact: { expected_s: 236, from_s: 200, to_s: 290 },
    },
  ],
});

const entry = (seq: number, body: unknown): Entry =>
  Entry.parse({
    seq,
    recordedAt_ms: now,
    incidentId: 'I1',
    at_ms: now,
    actor: { type: 'system' },
    commandId: null,
    body,
  });

/** A breach of the alert tier with two patrols sent and others in every status. */
export const entries = (): readonly Entry[] => {
  const alert = {
    alertId: 'A1',
    rule: { type: 'proximity', victim: 'P2' },
    level: 'alert',
    certainty: 'confirmed',
    code: 1,
    cause: 'position',
    separation: { distance_m: 430, min_m: 377, max_m: 483 },
    closestAt_ms: null,
    late: false,
  };
  const bodies = [
    { kind: 'incident.raised', orderId: 'O1' },
    { kind: 'alert.raised', alert },
    { kind: 'incident.acknowledged' },
    { kind: 'unit.assigned', unitId: 'U2', rank: 1, eta_s: 130 },
    { kind: 'unit.status', unitId: 'U2', from: 'dispatched', to: 'en-route' },
    { kind: 'unit.assigned', unitId: 'U3', rank: 2, eta_s: 240 },
    { kind: 'unit.status', unitId: 'U7', from: 'available', to: 'out-of-service' },
  ];
  return z
    .array(z.unknown())
    .parse(bodies)
    .map((body, i) => entry(i + 1, body));
};

export const advice = Advice.parse({
  incidentId: 'I1',
  at_ms: now,
  ranking: [2, 3, 1].map((n, i) => ({
    unitId: `U${n}`,
    eta_s: 130 + i * 110,
    distance_m: 900,
    via: 'street',
    fixAge_s: 1,
    stale: false,
    margins: { earliest_s: 60 - i * 110, expected_s: 150 - i * 110 },
  })),
  offender: null,
  escape: [],
  led: [],
});

export const reviewTracks = leases[0]?.leadIn ?? [];
export { limits };

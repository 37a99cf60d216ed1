import type { Snapshot } from '../../../../shared/api/contract.ts';
import type { EntryBody } from '../../../../shared/domain/incidents/entries.ts';
import { OutageId } from '../../../../shared/domain/ids.ts';
import { aDirectory, anOrder, aPerson, dispatcher, supervisor, trainer } from '../../../builders/directory.ts';
import { anAlert, raised } from '../../../builders/entries.ts';
import type { entriesOf } from '../../../builders/entries.ts';
import {
  alertId,
  commandId,
  deviceId,
  handle,
  incidentId,
  operatorId,
  orderId,
  personId,
  unitId,
} from '../../../builders/ids.ts';
import { aLink, aPendingCommand, aSession } from '../../../builders/snapshot.ts';
import { T0, at } from '../../../builders/times.ts';

type Steps = Parameters<typeof entriesOf>[0];
export type State = { readonly snapshot: Partial<Snapshot>; readonly steps: Steps };

const PAIRS = 8;
/** By this machine's clock, which the page goes by where it tells of its own console. */
const HERE_MS = Date.now() - 60_000;
const other = { id: operatorId('dispatcher2'), name: '가상 지령 둘', role: 'dispatcher' } as const;

const directory = aDirectory({
  orders: Array.from({ length: PAIRS }, (_, nth) => ({
    handle: handle(nth + 1),
    order: anOrder({
      id: orderId(`ORD-${nth + 1}`),
      number: `2026가상${1234 + nth}`,
      offender: personId(`O${nth + 1}`),
      victims: [personId(`V${nth + 1}`)],
    }),
  })),
  people: Array.from({ length: PAIRS }, (_, nth) => [
    {
      handle: handle(101 + nth),
      person: aPerson({ id: personId(`O${nth + 1}`), name: `전가명${nth + 1}`, deviceId: deviceId(`D-O${nth + 1}`) }),
    },
    {
      handle: handle(201 + nth),
      person: aPerson({
        ...{
          id: personId(`V${nth + 1}`),
          role: 'victim',
          name: `서가명${nth + 1}`,
          deviceId: deviceId(`D-V${nth + 1}`),
        },
      }),
    },
  ]).flat(),
  operators: [dispatcher, other, supervisor, trainer],
});

const incidents = (count: number): Steps =>
  Array.from({ length: count }, (_, nth) =>
    raised(
      anAlert({
        alertId: alertId(`A${nth + 1}`),
        rule: { type: 'proximity', victim: personId(`V${nth + 1}`) },
        level: nth === 0 ? 'contact' : 'alert',
        certainty: nth === 0 ? 'confirmed' : 'likely',
        code: nth === 0 ? 0 : 1,
      }),
      `I${nth + 1}`,
      `ORD-${nth + 1}`,
      at(-60 + nth),
    ),
  ).flat();

const outage = (group: Extract<EntryBody, { kind: 'outage.began' }>['group']): Steps => [
  {
    body: {
      ...{ kind: 'outage.began', outageId: OutageId.parse('outage-1'), group, code: 1 },
      ...{ silent: Array.from({ length: PAIRS }, (_, nth) => personId(`O${nth + 1}`)), heard: 30, sounding: 1 },
    },
    at_ms: at(-30),
    incident: null,
  },
];

const unwatched = (count: number): Steps =>
  Array.from({ length: count }, (_, nth) => ({
    body: { kind: 'order.unwatched' as const, orderId: orderId(`ORD-${nth + 1}`) },
    at_ms: at(-90),
    incident: null,
  }));

const returned = [
  aPendingCommand({
    id: commandId('C1'),
    issuedAt_ms: at(-4000),
    body: { kind: 'unit.assign', incidentId: incidentId('I1'), unitId: unitId('U1') },
    state: 'returned',
    refusal: { reason: 'expired' },
  }),
  aPendingCommand({
    id: commandId('C2'),
    issuedAt_ms: at(-300),
    state: 'returned',
    refusal: { reason: 'failed' },
  }),
];
const stranded = Array.from({ length: 5 }, (_, nth) => ({
  operatorId: other.id,
  issuedAt_ms: at(-2000 + nth),
  kind: 'unit.assign' as const,
  incidentId: incidentId(`I${nth + 1}`),
}));

const base: Partial<Snapshot> = { directory, soundCheck: { heard: true, at_ms: T0 } };
const link = aLink();
const clockFault = aLink({ clock: { state: 'fault', since_ms: at(-70), offset_s: -3600 }, machineClockOff_ms: 95_000 });
const refusing = { state: 'refusing', since_ms: at(-130), waiting: 214 } as const;
const silentDesk = [{ operatorId: other.id, desk: 'attended', sounds: false }] as const;
const impaired = [
  { part: 'positions', since_ms: at(-20) },
  { part: 'advice', since_ms: at(-20) },
] as const;

/** By name: what a desk is told on that night. */
export const STATES: Readonly<Record<string, State>> = {
  calm: { snapshot: { ...base }, steps: [] },
  outage: { snapshot: { ...base }, steps: [...incidents(5), ...outage({ by: 'carrier', value: '가상통신' })] },
  'outage-all': { snapshot: { ...base }, steps: [...incidents(5), ...outage(null)] },
  returned: { snapshot: { ...base, outbox: returned }, steps: incidents(5) },
  stranded: { snapshot: { ...base, strandedCommands: stranded }, steps: incidents(5) },
  session: { snapshot: { ...base, session: aSession(dispatcher, { expiresAt_ms: at(840) }) }, steps: incidents(3) },
  'session-locked': {
    snapshot: {
      ...{ ...base, session: aSession(dispatcher, { expiresAt_ms: at(240) }), impaired },
      ...{ lock: { since_ms: at(-100), reason: 'idle' }, link: { ...clockFault, serverStore: refusing } },
    },
    steps: [...incidents(3), ...unwatched(3)],
  },
  impaired: { snapshot: { ...base, impaired }, steps: incidents(3) },
  spill: { snapshot: { ...base, impaired: [{ part: 'spill', since_ms: at(-20) }] }, steps: incidents(3) },
  'silent-desks': { snapshot: { ...base, desks: silentDesk }, steps: incidents(3) },
  'clock-server': { snapshot: { ...base, link: { ...clockFault, machineClockOff_ms: 0 } }, steps: incidents(3) },
  'clock-machine': { snapshot: { ...base, link: { ...link, machineClockOff_ms: 95_000 } }, steps: incidents(3) },
  unwatched: { snapshot: { ...base }, steps: [...incidents(3), ...unwatched(6)] },
  'sound-off': { snapshot: { ...base, soundCheck: { heard: false, at_ms: T0 } }, steps: incidents(3) },
  everything: {
    snapshot: {
      ...{ ...base, session: aSession(dispatcher, { expiresAt_ms: at(840) }), impaired, desks: silentDesk },
      ...{ link: { ...clockFault, serverStore: refusing, diskFailingSince_ms: HERE_MS }, outbox: returned },
      ...{ strandedCommands: stranded, restarts: [{ part: 'server', at_ms: HERE_MS, times: 2 }] },
      soundCheck: { heard: false, at_ms: T0 },
    },
    steps: [...incidents(8), ...unwatched(6), ...outage({ by: 'carrier', value: '가상통신' })],
  },
};

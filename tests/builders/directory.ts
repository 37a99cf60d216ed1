import { COMMAND_KINDS } from '../../shared/domain/incidents/commandKinds.ts';
import type { Operator } from '../../shared/domain/operators.ts';
import type { OrderSummary, Person } from '../../shared/domain/orders.ts';
import type { SafePlace } from '../../shared/domain/places.ts';
import { CommandPolicy } from '../../shared/domain/deskPolicy.ts';
import type { Limits } from '../../shared/domain/policy.ts';
import type { Unit } from '../../shared/domain/units.ts';
import type { Directory } from '../../shared/protocol/messages.ts';
import { deviceId, handle, operatorId, orderId, personId, placeId, unitId, zoneId } from './ids.ts';
import { at } from './times.ts';

export const limits: Limits = { warning_m: 2000, alert_m: 1000, contact_m: 100 };

export const aPerson = (over: Partial<Person> = {}): Person => ({
  id: personId('O1'),
  role: 'offender',
  name: '가상 가해자 하나',
  deviceId: deviceId('D-O1'),
  interval_s: 1,
  ...over,
});

export const anOrder = (over: Partial<OrderSummary> = {}): OrderSummary => ({
  id: orderId('ORD-1'),
  basis: '스토킹범죄의 처벌 등에 관한 법률 제9조',
  number: '2026가상1234',
  issuer: '가상지방법원',
  validFrom_ms: at(-30 * 86_400),
  validTo_ms: at(60 * 86_400),
  revokedAt_ms: null,
  offender: personId('O1'),
  victims: [personId('V1')],
  limits,
  zones: [{ id: zoneId('Z1'), kind: 'home', buffer_m: 300 }],
  ...over,
});

export const aUnit = (over: Partial<Unit> = {}): Unit => ({
  id: unitId('U1'),
  callsign: '순11',
  kind: 'car',
  station: '가상지구대',
  ...over,
});

export const aPlace = (over: Partial<SafePlace> = {}): SafePlace => ({
  id: placeId('P1'),
  kind: 'police-box',
  ko: '가상지구대',
  en: 'Fictional police box',
  lon: 126.98,
  lat: 37.56,
  staffed: '24h',
  ...over,
});

export const dispatcher: Operator = { id: operatorId('dispatcher1'), name: '가상 지령', role: 'dispatcher' };
export const supervisor: Operator = { id: operatorId('supervisor1'), name: '가상 감독', role: 'supervisor' };
export const trainer: Operator = { id: operatorId('trainer1'), name: '가상 교관', role: 'trainer' };

/** What a page is told of the policy. */
export const directoryPolicy: Directory['policy'] = {
  hold: { automatic_s: 30 * 86_400, afterExport_s: 86_400, longest_s: 180 * 86_400 },
  shelving: { longest_s: 1800, offered_s: [900, 300, 1800] },
  story: { within_s: 1800 },
  outliving: { closing_s: 60, otherwise_s: 300, afterSeparation_s: 900 },
  track: { maxLeg_s: 120 },
  clock: { fault_s: 5 },
  alarms: { window_s: 600, steady: 1, flood: 10, floodEnds: 5 },
  queue: { still_s: 2 },
  session: { warnBefore_s: 900 },
  commands: CommandPolicy.parse({ worthFor_s: Object.fromEntries(COMMAND_KINDS.map((kind) => [kind, 3600])) }),
};

/** One order (handle 1) with an offender O1 (11) and a victim V1 (12), four patrols U1–U4 (21–24), one safe place. */
export const aDirectory = (over: Partial<Directory> = {}): Directory => ({
  orders: [{ handle: handle(1), order: anOrder() }],
  people: [
    { handle: handle(11), person: aPerson() },
    {
      handle: handle(12),
      person: aPerson({ id: personId('V1'), role: 'victim', name: '가상 피해자 하나', deviceId: deviceId('D-V1') }),
    },
  ],
  units: [
    { handle: handle(21), unit: aUnit() },
    { handle: handle(22), unit: aUnit({ id: unitId('U2'), callsign: '순12' }) },
    { handle: handle(23), unit: aUnit({ id: unitId('U3'), callsign: '오21', kind: 'motorbike' }) },
    { handle: handle(24), unit: aUnit({ id: unitId('U4'), callsign: '도31', kind: 'foot' }) },
  ],
  places: [aPlace()],
  operators: [dispatcher, supervisor, trainer],
  policy: directoryPolicy,
  playbooks: [],
  ...over,
});

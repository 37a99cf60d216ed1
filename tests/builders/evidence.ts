import { createSigner, signHead } from '../../main/evidence/log/heads.ts';
import type { Signer } from '../../main/evidence/log/heads.ts';
import { hashEntry, toHex } from '../../main/evidence/log/hashes.ts';
import { createTree } from '../../main/evidence/log/tree.ts';
import { commitmentOf } from '../../main/evidence/commitment.ts';
import { buildPackage, sealPackage } from '../../main/evidence/package/build.ts';
import type { Reports } from '../../main/evidence/package/build.ts';
import { signManifest } from '../../main/evidence/package/manifest.ts';
import { Separation } from '../../shared/domain/alerts.ts';
import type { Actor } from '../../shared/domain/incidents/actor.ts';
import type { Entry, EntryBody } from '../../shared/domain/incidents/entries.ts';
import { GuidanceId, HoldId, LogId } from '../../shared/domain/ids.ts';
import type { Zone } from '../../shared/domain/orders.ts';
import type { EvidenceData, OpenedSeal, SealedContent } from '../../shared/protocol/evidence.ts';
import { TrackPoint } from '../../shared/protocol/track.ts';
import { aPerson, aPlace, aUnit, anOrder, dispatcher, supervisor } from './directory.ts';
import { anAlert, byOperator, system } from './entries.ts';
import {
  commandId,
  consoleId,
  deviceId,
  incidentId,
  leaseId,
  orderId,
  personId,
  placeId,
  seq,
  unitId,
  zoneId,
} from './ids.ts';
import { at } from './times.ts';

export const signer: Signer = createSigner(Buffer.alloc(32, 7));
/** Somebody else's key. */
export const stranger: Signer = createSigner(Buffer.alloc(32, 9));

const salt = (n: number): string => Buffer.alloc(16, n).toString('base64');
const sealOf = (content: SealedContent, n: number): OpenedSeal => ({
  commitment: commitmentOf(salt(n), content),
  salt: salt(n),
  content,
});

/** A walk of `n` fixes, ten seconds apart, drifting by these degrees a fix. */
const walk = (from: readonly [number, number], by: readonly [number, number], n: number): readonly TrackPoint[] =>
  Array.from({ length: n }, (_, i) =>
    TrackPoint.parse({
      at_ms: at(i * 10),
      lon: Number((from[0] + by[0] * i).toFixed(6)),
      lat: Number((from[1] + by[1] * i).toFixed(6)),
      accuracy_m: 12,
      heading_deg: i === 0 ? null : 72,
      speed_mps: i === 0 ? null : 1.4,
    }),
  );

export const offenderPositions = {
  kind: 'positions',
  personId: personId('O1'),
  points: walk([126.968, 37.5655], [0.0005, -0.0001], 20),
} as const satisfies SealedContent;
export const victimPositions = {
  kind: 'positions',
  personId: personId('V1'),
  points: walk([126.979, 37.5635], [0.00008, 0.00004], 20),
} as const satisfies SealedContent;
const guidance = {
  kind: 'guidance',
  guidanceId: GuidanceId.parse('G1'),
  placeId: placeId('P1'),
  route: [
    [126.979, 37.5635],
    [126.9795, 37.562],
    [126.98, 37.56],
  ],
} as const satisfies SealedContent;

const piecesSeals = [sealOf(offenderPositions, 1), sealOf(victimPositions, 2)];
const guidanceSeal = sealOf(guidance, 3);
export const seals: readonly OpenedSeal[] = [...piecesSeals, guidanceSeal];

export const zones: readonly Zone[] = [
  {
    id: zoneId('Z1'),
    kind: 'home',
    shape: { type: 'circle', centre: [126.98, 37.564], radius_m: 250 },
    buffer_m: 300,
    schedule: null,
  },
];

const pieceOf = ({ commitment, content }: OpenedSeal) => {
  if (content.kind !== 'positions') throw new Error('not positions');
  const times = content.points.map(({ at_ms }) => at_ms);
  return {
    personId: content.personId,
    points: times.length,
    from_ms: Math.min(...times),
    to_ms: Math.max(...times),
    commitment,
  };
};

type Step = readonly [second: number, actor: Actor, body: EntryBody, incident?: string | null];

const byDispatcher = byOperator(dispatcher);
const bySupervisor: Actor = {
  type: 'operator',
  operatorId: supervisor.id,
  role: 'supervisor',
  consoleId: consoleId('console-2'),
};

const measured = (second: number, distance_m: number): Step => [
  second,
  system,
  {
    kind: 'distance.measured',
    victim: personId('V1'),
    separation: Separation.parse({ distance_m, min_m: distance_m - 40, max_m: distance_m + 40 }),
  },
];

/** A story with every kind of entry that an incident can hold while its positions exist. */
export const story: readonly Step[] = [
  [0, system, { kind: 'incident.raised', orderId: orderId('ORD-1') }],
  [0, system, { kind: 'alert.raised', alert: anAlert() }],
  measured(0, 820),
  [
    1,
    system,
    {
      kind: 'lease.granted',
      leaseId: leaseId('L1'),
      purpose: 'alarm',
      subjects: [personId('O1'), personId('V1')],
      holders: [dispatcher.id],
      expiresAt_ms: at(900),
      reason: null,
    },
  ],
  [2, system, { kind: 'unit.status', unitId: unitId('U9'), from: 'available', to: 'out-of-service' }, null],
  [6, byDispatcher, { kind: 'incident.acknowledged' }],
  [15, byDispatcher, { kind: 'unit.assigned', unitId: unitId('U1'), rank: 1, eta_s: 140 }],
  [15, byDispatcher, { kind: 'unit.status', unitId: unitId('U1'), from: 'available', to: 'dispatched' }],
  [20, byDispatcher, { kind: 'call.logged', party: 'victim', result: 'talked', text: '집 안에 있음' }],
  measured(30, 560),
  [
    32,
    system,
    {
      kind: 'alert.level',
      alert: anAlert({
        level: 'contact',
        certainty: 'confirmed',
        code: 0,
        separation: Separation.parse({ distance_m: 80, min_m: 60, max_m: 98 }),
      }),
      rose: true,
    },
  ],
  [
    35,
    byDispatcher,
    {
      kind: 'guidance.sent',
      guidanceId: GuidanceId.parse('G1'),
      victim: personId('V1'),
      message: { type: 'place', commitment: guidanceSeal.commitment },
    },
  ],
  [38, system, { kind: 'guidance.delivered', guidanceId: GuidanceId.parse('G1') }],
  [40, system, { kind: 'guidance.read', guidanceId: GuidanceId.parse('G1') }],
  [44, system, { kind: 'guidance.answered', guidanceId: GuidanceId.parse('G1'), answer: 'going' }],
  [
    45,
    byDispatcher,
    {
      kind: 'guidance.sent',
      guidanceId: GuidanceId.parse('G2'),
      victim: personId('V1'),
      message: { type: 'text', text: '문을 잠그고 기다려 주세요' },
    },
  ],
  measured(60, 95),
  [61, byDispatcher, { kind: 'note.added', text: '가해자가 정문 쪽으로 이동 <북문 아님> & 뛰어감' }],
  [70, byDispatcher, { kind: 'playbook.step', playbook: 'contact', step: 'call-victim', state: 'done' }],
  [80, byDispatcher, { kind: 'unit.status', unitId: unitId('U1'), from: 'dispatched', to: 'on-scene' }],
  measured(90, 210),
  [95, byDispatcher, { kind: 'entry.corrected', corrects: seq(18), text: '정문이 아니라 후문' }],
  [100, system, { kind: 'positions.committed', pieces: piecesSeals.map(pieceOf) }],
  [110, system, { kind: 'alert.cleared', alertId: anAlert().alertId, reason: 'left' }],
  [120, byDispatcher, { kind: 'incident.resolved', outcome: 'offender-arrested', cause: null }],
  [
    120,
    system,
    { kind: 'hold.set', holdId: HoldId.parse('H1'), cause: 'arrest', reason: null, until_ms: at(30 * 86_400) },
  ],
  [130, system, { kind: 'lease.ended', leaseId: leaseId('L1'), reason: 'resolved' }],
];

/** What follows when the incident is closed and its positions go. */
export const closing: readonly Step[] = [
  [3600, bySupervisor, { kind: 'incident.closed', review: '처리 절차 적정' }],
  [3600, system, { kind: 'hold.ended', holdId: HoldId.parse('H1'), reason: 'exported' }],
  [3601, system, { kind: 'positions.deleted', count: 40 }],
];

/** A story as the record holds it: numbered, entries of incident I1 counted. */
export const recorded = (steps: readonly Step[]): readonly Entry[] => {
  let ordinal = 0;
  return steps.map(([second, actor, body, incident = 'I1'], index) => ({
    seq: seq(index + 1),
    recordedAt_ms: at(second) + 40,
    incidentId: incident === null ? null : incidentId(incident),
    at_ms: at(second),
    actor,
    commandId: actor.type === 'operator' ? commandId(`command-${index}`) : null,
    ...(actor.type === 'operator' ? { clockOffset_ms: -35 } : {}),
    ...(incident === null ? {} : { ordinal: (ordinal += 1) }),
    body,
  }));
};

/** Evidence of an incident from the entries of a whole log. */
export const evidenceOf = (
  log: readonly Entry[],
  sealed: EvidenceData['sealed'],
  key: Signer = signer,
): EvidenceData => {
  const tree = createTree();
  for (const entry of log) tree.append(hashEntry(entry));
  const size = tree.size();
  return {
    record: {
      incidentId: incidentId('I1'),
      mode: 'live',
      exportedAt_ms: at(7200),
      exportedBy: supervisor.id,
      reason: '검찰 송치',
      order: anOrder(),
      signedHead: signHead(
        { logId: LogId.parse('log-1'), size, root: toHex(tree.root()), at_ms: at(7000), previous: null },
        key,
      ),
      entries: log
        .filter((entry) => entry.incidentId === 'I1')
        .map((entry) => ({ entry, proof: tree.inclusion(entry.seq - 1, size).map(toHex) })),
      people: [
        aPerson(),
        aPerson({ id: personId('V1'), role: 'victim', name: '가상 피해자 하나', deviceId: deviceId('D-V1') }),
      ],
      operators: [dispatcher, supervisor],
      units: [aUnit()],
    },
    sealed,
  };
};

const nothing: EvidenceData['sealed'] = { seals: [], zones: [], places: [] };

/** Evidence while positions exist. */
export const openEvidence = (): EvidenceData => evidenceOf(recorded(story), { seals, zones, places: [aPlace()] });
/** Evidence after they were deleted. */
export const deletedEvidence = (): EvidenceData => evidenceOf(recorded([...story, ...closing]), nothing);
/** Evidence whose positions exist but were left out. */
export const withheldEvidence = (): EvidenceData => evidenceOf(recorded(story), nothing);

/** Stands for the reports where their drawing is not what is tested. */
export const plainReports: Reports = new Map([
  ['ko', Buffer.from('%PDF ko')],
  ['en', Buffer.from('%PDF en')],
]);

/** A finished package. */
export const packageOf = (data: EvidenceData, reports: Reports = plainReports, key: Signer = signer): Uint8Array => {
  const unsigned = buildPackage(data, reports);
  return sealPackage(unsigned, signManifest(unsigned.manifest, key));
};

import type { Certainty } from '../domain/codes.ts';
import type { Handle } from '../domain/ids.ts';
import type { ContactTime, Sector, Trend } from '../domain/proximity/relation.ts';
import { PATROL_FINDINGS } from '../domain/sentPatrols.ts';
import type { PatrolFinding } from '../domain/sentPatrols.ts';
import { TIERS } from '../domain/tiers.ts';
import type { TierId } from '../domain/tiers.ts';
import { err, ok } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';

/**
 * Presence frame, little-endian: latest wins, droppable, and never carries a position its receiver holds no lease for.
 *
 * header 24 bytes: u16 magic 'JK', u8 version, u8 0, u32 frame number, f64 server time (ms), u16 subjects, u16 relations, u32 0
 * subject 22 bytes: u32 handle, i32 lon ×1e7, i32 lat ×1e7, u16 radius dm, u16 speed cm/s, u16 heading ×100, u16 age ds, u8 flags, u8 battery
 *   flags: 1 silent; of a patrol that was sent: 2 not moving, 4 arrived by the people it was sent for
 * relation 31 bytes: u32 order, u32 victim, u32 distance dm, u32 min dm, u32 max dm, u8 sector, u8 trend, u8 level, u8 certainty,
 *                    u16 expected contact s, u16 from s, u16 to s (all of them 0xffff where none), u8 flags
 */
const MAGIC = 0x4b4a;
const VERSION = 3;
const HEADER = 24;
const SUBJECT = 22;
const RELATION = 31;
const NONE_16 = 0xffff;
const NONE_8 = 0xff;

/** A person under a lease, or a patrol. What is found of a patrol depends on whose place the receiver may see. Radius is the 95 % radius R of the domain. */
export type SubjectPresence = {
  readonly handle: Handle;
  readonly lon: number;
  readonly lat: number;
  readonly radius_m: number;
  readonly speed_mps: number | null;
  readonly heading_deg: number | null;
  readonly age_s: number;
  /** The subject is silent: shown as a last known place, not as a present one. */
  readonly silent: boolean;
  readonly battery_percent: number | null;
  /** Null for a person, and for a patrol of which nothing is to be said. */
  readonly finding: PatrolFinding | null;
};

export type RelationLevel = TierId | 'none';
/** Farthest first, as a frame numbers them. */
const RELATION_LEVELS: readonly RelationLevel[] = ['none', ...TIERS.map(({ id }) => id).toReversed()];
const TRENDS: readonly Trend[] = ['closing', 'steady', 'opening', 'unknown'];
const CERTAINTIES: readonly Certainty[] = ['possible', 'likely', 'confirmed'];

/** Offender to victim without coordinates: what a desk sees at the warning tier. */
export type RelationPresence = {
  readonly order: Handle;
  readonly victim: Handle;
  readonly distance_m: number;
  readonly min_m: number;
  readonly max_m: number;
  /** Where the offender is, seen from the victim; null when the radii overlap. */
  readonly sector: Sector | null;
  readonly trend: Trend;
  readonly level: RelationLevel;
  readonly certainty: Certainty;
  /** Where one of the two was last is so long ago that it says nothing any more, nor does the distance. */
  readonly lost: boolean;
  /** Null where nobody is known to close in, and for whom not both are open. */
  readonly contact: ContactTime | null;
};

export type PresenceFrame = {
  readonly frame: number;
  readonly serverTime_ms: number;
  readonly subjects: readonly SubjectPresence[];
  readonly relations: readonly RelationPresence[];
};

const clamp = (value: number, max: number): number => Math.min(Math.max(Math.round(value), 0), max);
const seconds = (value: number | undefined): number => (value === undefined ? NONE_16 : clamp(value, NONE_16 - 1));
const SILENT = 1;
const FINDING_FLAG: Readonly<Record<PatrolFinding, number>> = { 'not-moving': 2, arrived: 4 };
const LOST = 1;

/** Encodes one frame; values beyond a field's range are held at its end. */
export const encodePresence = (frame: PresenceFrame): Uint8Array<ArrayBuffer> => {
  const bytes = new ArrayBuffer(HEADER + SUBJECT * frame.subjects.length + RELATION * frame.relations.length);
  const view = new DataView(bytes);
  view.setUint16(0, MAGIC, true);
  view.setUint8(2, VERSION);
  view.setUint32(4, frame.frame, true);
  view.setFloat64(8, frame.serverTime_ms, true);
  view.setUint16(16, frame.subjects.length, true);
  view.setUint16(18, frame.relations.length, true);
  let at = HEADER;
  for (const s of frame.subjects) {
    view.setUint32(at, s.handle, true);
    view.setInt32(at + 4, Math.round(s.lon * 1e7), true);
    view.setInt32(at + 8, Math.round(s.lat * 1e7), true);
    view.setUint16(at + 12, clamp(s.radius_m * 10, NONE_16), true);
    view.setUint16(at + 14, s.speed_mps === null ? NONE_16 : clamp(s.speed_mps * 100, NONE_16 - 1), true);
    view.setUint16(at + 16, s.heading_deg === null ? NONE_16 : clamp(s.heading_deg * 100, 36_000), true);
    view.setUint16(at + 18, clamp(s.age_s * 10, NONE_16), true);
    view.setUint8(at + 20, (s.silent ? SILENT : 0) | (s.finding === null ? 0 : FINDING_FLAG[s.finding]));
    view.setUint8(at + 21, s.battery_percent === null ? NONE_8 : clamp(s.battery_percent, 100));
    at += SUBJECT;
  }
  for (const r of frame.relations) {
    view.setUint32(at, r.order, true);
    view.setUint32(at + 4, r.victim, true);
    view.setUint32(at + 8, clamp(r.distance_m * 10, 0xffff_ffff), true);
    view.setUint32(at + 12, clamp(r.min_m * 10, 0xffff_ffff), true);
    view.setUint32(at + 16, clamp(r.max_m * 10, 0xffff_ffff), true);
    view.setUint8(at + 20, r.sector ?? NONE_8);
    view.setUint8(at + 21, TRENDS.indexOf(r.trend));
    view.setUint8(at + 22, RELATION_LEVELS.indexOf(r.level));
    view.setUint8(at + 23, CERTAINTIES.indexOf(r.certainty));
    view.setUint16(at + 24, seconds(r.contact?.expected_s), true);
    view.setUint16(at + 26, seconds(r.contact?.from_s), true);
    view.setUint16(at + 28, seconds(r.contact?.to_s), true);
    view.setUint8(at + 30, r.lost ? LOST : 0);
    at += RELATION;
  }
  return new Uint8Array(bytes);
};

const isSector = (value: number): value is Sector => Number.isInteger(value) && value >= 0 && value <= 7;

const decodeSubject = (view: DataView, at: number): SubjectPresence | null => {
  const handle = view.getUint32(at, true);
  const speed = view.getUint16(at + 14, true);
  const heading = view.getUint16(at + 16, true);
  const battery = view.getUint8(at + 21);
  const flags = view.getUint8(at + 20);
  if (handle === 0) return null;
  return {
    handle: handle as Handle, // range checked above; branding has no runtime form
    lon: view.getInt32(at + 4, true) / 1e7,
    lat: view.getInt32(at + 8, true) / 1e7,
    radius_m: view.getUint16(at + 12, true) / 10,
    speed_mps: speed === NONE_16 ? null : speed / 100,
    heading_deg: heading === NONE_16 ? null : heading / 100,
    age_s: view.getUint16(at + 18, true) / 10,
    silent: (flags & SILENT) !== 0,
    battery_percent: battery === NONE_8 ? null : battery,
    finding: PATROL_FINDINGS.find((finding) => (flags & FINDING_FLAG[finding]) !== 0) ?? null,
  };
};

const decodeRelation = (view: DataView, at: number): RelationPresence | null => {
  const sector = view.getUint8(at + 20);
  const trend = TRENDS[view.getUint8(at + 21)];
  const level = RELATION_LEVELS[view.getUint8(at + 22)];
  const certainty = CERTAINTIES[view.getUint8(at + 23)];
  const expected_s = view.getUint16(at + 24, true);
  if (trend === undefined || level === undefined || certainty === undefined) return null;
  if (sector !== NONE_8 && !isSector(sector)) return null;
  return {
    order: view.getUint32(at, true) as Handle, // see decodeSubject
    victim: view.getUint32(at + 4, true) as Handle,
    distance_m: view.getUint32(at + 8, true) / 10,
    min_m: view.getUint32(at + 12, true) / 10,
    max_m: view.getUint32(at + 16, true) / 10,
    sector: isSector(sector) ? sector : null,
    trend,
    level,
    certainty,
    lost: (view.getUint8(at + 30) & LOST) !== 0,
    contact:
      expected_s === NONE_16
        ? null
        : { expected_s, from_s: view.getUint16(at + 26, true), to_s: view.getUint16(at + 28, true) },
  };
};

/** Decodes one frame; the error names what does not fit. */
export const decodePresence = (bytes: Uint8Array): Result<PresenceFrame, string> => {
  if (bytes.byteLength < HEADER) return err('presence: shorter than its header');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint16(0, true) !== MAGIC) return err('presence: wrong magic');
  if (view.getUint8(2) !== VERSION) return err('presence: unknown version');
  const nSubjects = view.getUint16(16, true);
  const nRelations = view.getUint16(18, true);
  if (bytes.byteLength !== HEADER + SUBJECT * nSubjects + RELATION * nRelations) return err('presence: wrong length');
  const subjects: SubjectPresence[] = [];
  for (let i = 0; i < nSubjects; i += 1) {
    const subject = decodeSubject(view, HEADER + SUBJECT * i);
    if (subject === null) return err(`presence: subject ${i} is malformed`);
    subjects.push(subject);
  }
  const relations: RelationPresence[] = [];
  for (let i = 0; i < nRelations; i += 1) {
    const relation = decodeRelation(view, HEADER + SUBJECT * nSubjects + RELATION * i);
    if (relation === null) return err(`presence: relation ${i} is malformed`);
    relations.push(relation);
  }
  return ok({ frame: view.getUint32(4, true), serverTime_ms: view.getFloat64(8, true), subjects, relations });
};

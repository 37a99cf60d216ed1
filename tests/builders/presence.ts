import type { LeaseOpened } from '../../shared/protocol/messages.ts';
import type { TrackPoint } from '../../shared/protocol/track.ts';
import type { PresenceFrame, SubjectPresence } from '../../shared/protocol/presence.ts';
import { dispatcher, limits } from './directory.ts';
import { handle, incidentId, leaseId, personId } from './ids.ts';
import { T0, at } from './times.ts';

export const aSubject = (over: Partial<SubjectPresence> = {}): SubjectPresence => ({
  handle: handle(11),
  lon: 126.9784,
  lat: 37.5667,
  radius_m: 16,
  speed_mps: 1.4,
  heading_deg: 90,
  age_s: 0.4,
  silent: false,
  finding: null,
  battery_percent: 80,
  ...over,
});

export const aFrame = (over: Partial<PresenceFrame> = {}): PresenceFrame => ({
  frame: 1,
  serverTime_ms: T0,
  subjects: [],
  relations: [],
  ...over,
});

export const aTrackPoint = (over: Partial<TrackPoint> = {}): TrackPoint => ({
  at_ms: T0,
  lon: 126.9784,
  lat: 37.5667,
  accuracy_m: 10,
  heading_deg: null,
  speed_mps: null,
  ...over,
});

/** A lease on both people of the standard directory, for incident I1, without zones or lead-in. */
export const aLease = (over: Partial<LeaseOpened['lease']> = {}, opened: Partial<LeaseOpened> = {}): LeaseOpened => ({
  lease: {
    id: leaseId('L1'),
    incidentId: incidentId('I1'),
    subjects: [personId('O1'), personId('V1')],
    purpose: 'alarm',
    holders: [dispatcher.id],
    start_ms: T0,
    expiresAt_ms: at(900),
    ...over,
  },
  limits,
  zones: [],
  leadIn: [],
  ...opened,
});

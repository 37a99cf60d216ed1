import { Handle } from '../../../shared/domain/ids.ts';
import type { PresenceFrame, SubjectPresence } from '../../../shared/protocol/presence.ts';

/** What one desk sees: the patrols of a city, and the people of two incidents under its leases. */
const PATROLS = 100;
const PEOPLE = 4;
export const SUBJECTS = PATROLS + PEOPLE;

const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;

/** A subject somewhere in Seoul that moves a little with every frame; figures as long as devices send them. */
const subjectAt = (index: number, desk: number, frame: number): SubjectPresence => {
  const turn = index * 2.399 + desk + frame / 40;
  const isPatrol = index < PATROLS;
  return {
    handle: Handle.parse(1 + index + (isPatrol ? 0 : desk * PEOPLE)),
    lon: round(126.99 + 0.09 * Math.sin(turn), 7),
    lat: round(37.55 + 0.07 * Math.cos(turn), 7),
    radius_m: round(1.62 * (4 + (index % 7)), 2),
    speed_mps: round(1.4 + (index % 13), 2),
    heading_deg: Math.floor(((turn * 180) / Math.PI) % 360),
    age_s: round((index % 10) / 10 + 0.037, 3),
    silent: false,
    finding: null,
    battery_percent: isPatrol ? null : 80,
  };
};

/** The frame of one desk at one second. */
export const frameFor = (desk: number, frame: number, serverTime_ms: number): PresenceFrame => ({
  frame,
  serverTime_ms,
  subjects: Array.from({ length: SUBJECTS }, (_, index) => subjectAt(index, desk, frame)),
  relations: [],
});

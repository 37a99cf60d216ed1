import type { DeviceSign, Fix } from '../../../shared/domain/fixes.ts';
import type { Person } from '../../../shared/domain/orders.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { reached } from '../../files/stages.ts';
import type { AlarmAnswer, DeviceAlarm, FixRefusal } from '../ports/devices.ts';
import type { Monitoring } from '../ports/monitoring.ts';
import { meaningOf } from './alarms.ts';
import { noFate } from './fates.ts';
import type { Fate, Fates } from './fates.ts';
import type { Message, PlaceReading } from './forms/message.ts';

/** Why something of an authenticated message was not used. Each is counted and named in the answer. */
type Refusal =
  FixRefusal | 'too-old' | 'no-valid-place' | 'place-faked' | 'unreadable' | 'unknown-alarm' | 'not-a-victim';

export type HearingPorts = {
  readonly monitoring: Pick<Monitoring, 'ingestFixes' | 'ingestSigns' | 'hasPlace'>;
  readonly policy: Policy;
  readonly now: () => number;
  readonly count: (reason: string) => void;
  readonly fates: Fates;
  /** People for whom a real device spoke before this server started. */
  readonly real: readonly Person['id'][];
  /** A real device speaks for this person from now on. */
  readonly onRealDevice: (person: Person) => void;
  /** Told the newest time that a device's message gives its places: its receiver has that from the satellites, not from this server. */
  readonly onDeviceTime?: (device: string, at_ms: number) => void;
};

type FixReading = Extract<PlaceReading, { readonly kind: 'fix' }>;

const NONE: readonly DeviceAlarm[] = [];

/** What is gathered while one message is heard. */
type Ear = {
  accepted: number;
  notStored: boolean;
  readonly refused: Map<Refusal, number>;
};

/**
 * The one place where what devices say is handed to the monitoring core: fixes, and what the message says of its device, once its alarms
 * are on disk. Whoever gets here is authenticated. Nothing of a message keeps the rest of it from being heard.
 */
export const createHearing = (ports: HearingPorts) => {
  const { monitoring, policy, now } = ports;
  const { future_s, oldest_s, country, batteryLow_percent } = policy.fixes;
  const real = new Set<Person['id']>(ports.real);

  const refuse = ({ refused }: Ear, reason: Refusal): void => {
    refused.set(reason, (refused.get(reason) ?? 0) + 1);
    ports.count(reason);
  };
  const isFuture = (at_ms: number, received_ms: number): boolean => at_ms > received_ms + future_s * 1000;
  const isTooOld = (at_ms: number, received_ms: number): boolean => at_ms < received_ms - oldest_s * 1000;
  const isInCountry = ({ lon, lat }: Fix): boolean =>
    lon >= country.west_deg && lon <= country.east_deg && lat >= country.south_deg && lat <= country.north_deg;

  const fixOf = ({ fix, at_ms, charging }: FixReading, received_ms: number): Fix => {
    const isLow = fix.battery_percent !== null && fix.battery_percent <= batteryLow_percent;
    // A battery that charges is no news, however low it is.
    return { ...fix, at_ms: at_ms ?? received_ms, battery_percent: charging && isLow ? null : fix.battery_percent };
  };

  const ingest = (person: Person, fixes: readonly Fix[], received_ms: number, ear: Ear): void => {
    if (fixes.length === 0) return;
    reached('heard', person.id);
    if (!real.has(person.id)) {
      real.add(person.id);
      ports.onRealDevice(person);
    }
    for (const answer of monitoring.ingestFixes(person.id, fixes, received_ms)) {
      if (answer.accepted) ear.accepted += 1;
      else refuse(ear, answer.reason);
    }
  };

  /**
   * Judges the places of a message by what only the door can know, and gives the fixes that the core is to judge. `clockOff_s` where none
   * of the message's times can be of now: a queue of old fixes that ends in a fresh one is no wrong clock.
   */
  const judge = (
    person: Person,
    message: Message,
    received_ms: number,
    ear: Ear,
  ): { readonly fixes: readonly Fix[]; readonly clockOff_s: number | null } => {
    const read: Fix[] = [];
    let newest_ms = Number.NEGATIVE_INFINITY;
    for (const place of message.places) {
      if (place.kind === 'fix') {
        read.push(fixOf(place, received_ms));
        newest_ms = Math.max(newest_ms, place.at_ms ?? newest_ms);
      } else if (place.kind !== 'no-place') refuse(ear, place.kind);
    }
    if (newest_ms > Number.NEGATIVE_INFINITY) ports.onDeviceTime?.(person.deviceId, newest_ms);
    const timely: Fix[] = [];
    for (const fix of read) {
      if (isFuture(fix.at_ms, received_ms)) refuse(ear, 'future');
      else if (isTooOld(fix.at_ms, received_ms)) refuse(ear, 'too-old');
      else timely.push(fix);
    }
    const isKnown = real.has(person.id) && monitoring.hasPlace(person.id);
    const first = isKnown ? 0 : timely.findIndex(isInCountry);
    const fixes = first < 0 ? [] : timely.slice(first);
    for (let n = timely.length - fixes.length; n > 0; n -= 1) refuse(ear, 'no-valid-place');

    const times = read.length > 0 ? read.map(({ at_ms }) => at_ms) : message.at_ms === null ? [] : [message.at_ms];
    const isOfNow = (at_ms: number): boolean => !isFuture(at_ms, received_ms) && !isTooOld(at_ms, received_ms);
    const isOff = times.length > 0 && !times.some(isOfNow);
    return { fixes, clockOff_s: isOff ? Math.round((Math.max(...times) - received_ms) / 1000) : null };
  };

  /**
   * What in a message may not be lost, each once: the button, where it is one's own to press, and events of the device. It goes to disk before
   * the message is heard. An event of a device whose clock is wild happened when it was heard of.
   */
  const alarmsIn = (person: Person, { alarms, stamp, at_ms }: Message): readonly DeviceAlarm[] => {
    if (alarms.length === 0) return NONE;
    const received_ms = now();
    const isWild = at_ms === null || isTooOld(at_ms, received_ms);
    const happened_ms = isWild ? received_ms : Math.min(at_ms, received_ms);
    const found = new Map<DeviceAlarm['kind'], DeviceAlarm>();
    for (const meaning of alarms.map(meaningOf)) {
      if (meaning.is === 'button' && person.role === 'victim')
        found.set('sos', { kind: 'sos', person: person.id, at_ms: received_ms, stamp });
      if (meaning.is !== 'event') continue;
      const { kind } = meaning;
      found.set(kind, { kind, person: person.id, at_ms: happened_ms, stamp: at_ms === null ? null : String(at_ms) });
    }
    return [...found.values()];
  };

  /** Hears one message of this person's device, and says what became of it. `told`: what became of its alarms. */
  const hear = (person: Person, message: Message, told: readonly AlarmAnswer[]): Fate => {
    const received_ms = now();
    const ear: Ear = { accepted: 0, notStored: false, refused: new Map() };
    const meanings = message.alarms.map(meaningOf);
    const isPressed = meanings.some(({ is }) => is === 'button');
    if (isPressed && person.role !== 'victim') refuse(ear, 'not-a-victim');
    for (const meaning of meanings) if (meaning.is === 'nothing') refuse(ear, 'unknown-alarm');
    for (const one of told) {
      if (one.ok) continue;
      if (one.error === 'no-order') refuse(ear, 'no-order');
      else ear.notStored = true;
    }
    const press = isPressed ? told[alarmsIn(person, message).findIndex(({ kind }) => kind === 'sos')] : undefined;
    const pressTaken = press?.ok === true ? press.value : 'not-taken';
    const { fixes, clockOff_s } = judge(person, message, received_ms, ear);
    ingest(person, fixes, received_ms, ear);

    const { places } = message;
    // A button or an event needs no place; a message that has nothing else to say does.
    const isHeartbeat = meanings.length === 0 && places.some(({ kind }) => kind === 'no-place');
    const isPlaceless = fixes.length === 0 && (isHeartbeat || ear.refused.has('no-valid-place'));
    // One place among others that cannot be read is an odd one; nothing but such places is a form that recurs for ever.
    const unreadable = places.every(({ kind }) => kind === 'unreadable')
      ? places.find((p) => p.kind === 'unreadable')
      : undefined;
    const signs: DeviceSign[] = [{ kind: 'heard' }];
    if (meanings.some(({ is }) => is === 'unpaired')) signs.push({ kind: 'unpaired' });
    if (isPlaceless) signs.push({ kind: 'no-valid-place' });
    if (ear.refused.has('place-faked')) signs.push({ kind: 'place-faked' });
    if (unreadable !== undefined) signs.push({ kind: 'set-up-wrongly' });
    if (clockOff_s !== null) signs.push({ kind: 'clock-wrong', offset_s: clockOff_s });
    monitoring.ingestSigns(person.id, signs, received_ms);

    const fate: Fate = {
      ...noFate(person.deviceId, received_ms),
      accepted: ear.accepted,
      refused: Object.fromEntries(ear.refused),
      press: isPressed ? pressTaken : null,
      events: [...new Set(meanings.flatMap((meaning) => (meaning.is === 'event' ? [meaning.kind] : [])))],
      clockOff_s,
      fault: unreadable?.fault ?? null,
      notStored: ear.notStored,
    };
    ports.fates.tell(fate);
    return fate;
  };

  return { alarmsIn, hear };
};

import type { DeviceEventKind, DeviceSign, Fix } from '../../../shared/domain/fixes.ts';
import type { Person } from '../../../shared/domain/orders.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { Monitoring } from '../index.ts';
import { meaningOf } from './alarms.ts';
import type { Fate, Fates } from './fates.ts';
import type { Message, PlaceReading } from './forms/message.ts';
import type { FixRefusal } from './intake.ts';

/** Why something of an authenticated message was not used. Each is counted and named in the answer. */
type Refusal =
  FixRefusal | 'too-old' | 'no-valid-place' | 'place-faked' | 'unreadable' | 'unknown-alarm' | 'not-a-victim';

export type HearingPorts = {
  readonly monitoring: Pick<Monitoring, 'ingestFixes' | 'ingestSigns' | 'sos' | 'deviceEvent' | 'hasPlace'>;
  readonly policy: Policy;
  readonly now: () => number;
  readonly count: (reason: string) => void;
  readonly fates: Fates;
  /** People for whom a real device spoke before this server started. */
  readonly real: readonly Person['id'][];
  /** A real device speaks for this person from now on. */
  readonly onRealDevice: (person: Person) => void;
};

type FixReading = Extract<PlaceReading, { readonly kind: 'fix' }>;

/** What is gathered while one message is heard. */
type Ear = { accepted: number; notStored: boolean; readonly refused: Map<Refusal, number>; readonly events: string[] };

/**
 * The one place where what devices say is handed to the monitoring core: the button first, then events, fixes, and what the message says
 * of its device. Whoever gets here is authenticated. Nothing of a message keeps the rest of it from being heard.
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

  const press = (person: Person, stamp: string | null, ear: Ear): void => {
    if (person.role !== 'victim') return refuse(ear, 'not-a-victim');
    const pressed = monitoring.sos(person.id, now(), stamp);
    if (pressed.ok) return;
    if (pressed.error === 'no-order') refuse(ear, 'no-order');
    else ear.notStored = true;
  };

  /** An event of a device whose clock is wild happened when it was heard of, because it must not be lost. */
  const happen = (person: Person, kind: DeviceEventKind, at_ms: number | null, ear: Ear): void => {
    const received_ms = now();
    const isWild = at_ms === null || isTooOld(at_ms, received_ms);
    const told = monitoring.deviceEvent(person.id, kind, isWild ? received_ms : Math.min(at_ms, received_ms));
    ear.events.push(kind);
    if (told.ok) return;
    if (told.error === 'no-order') refuse(ear, 'no-order');
    else ear.notStored = true;
  };

  const fixOf = ({ fix, at_ms, charging }: FixReading, received_ms: number): Fix => {
    const isLow = fix.battery_percent !== null && fix.battery_percent <= batteryLow_percent;
    // A battery that charges is no news, however low it is.
    return { ...fix, at_ms: at_ms ?? received_ms, battery_percent: charging && isLow ? null : fix.battery_percent };
  };

  const ingest = (person: Person, fixes: readonly Fix[], received_ms: number, ear: Ear): void => {
    if (fixes.length === 0) return;
    if (!real.has(person.id)) {
      real.add(person.id);
      ports.onRealDevice(person);
    }
    for (const answer of monitoring.ingestFixes(person.id, fixes, received_ms)) {
      if (answer.accepted) ear.accepted += 1;
      else refuse(ear, answer.reason);
    }
  };

  /** Judges the fixes of a message by what only the door can know, and hands on those that are left; answers with the signs they give. */
  const places = (person: Person, message: Message, received_ms: number, ear: Ear): readonly DeviceSign[] => {
    const of = (kind: PlaceReading['kind']): number => message.places.filter((place) => place.kind === kind).length;
    for (const reason of ['no-valid-place', 'place-faked', 'unreadable'] as const) {
      for (let n = of(reason); n > 0; n -= 1) refuse(ear, reason);
    }
    const read = message.places.filter((place) => place.kind === 'fix').map((place) => fixOf(place, received_ms));
    const isTimely = (at_ms: number): boolean => !isFuture(at_ms, received_ms) && !isTooOld(at_ms, received_ms);
    const timely = read.filter(({ at_ms }) => isTimely(at_ms));
    for (const { at_ms } of read) {
      if (!isTimely(at_ms)) refuse(ear, isFuture(at_ms, received_ms) ? 'future' : 'too-old');
    }
    const isKnown = real.has(person.id) && monitoring.hasPlace(person.id);
    const first = isKnown ? 0 : timely.findIndex(isInCountry);
    const usable = first < 0 ? [] : timely.slice(first);
    for (let n = timely.length - usable.length; n > 0; n -= 1) refuse(ear, 'no-valid-place');
    ingest(person, usable, received_ms, ear);

    const times = read.length > 0 ? read.map(({ at_ms }) => at_ms) : message.at_ms === null ? [] : [message.at_ms];
    const isClockWrong = times.length > 0 && !times.some(isTimely);
    const says = (kind: 'no-valid-place' | 'place-faked' | 'set-up-wrongly', yes: boolean): readonly DeviceSign[] =>
      yes ? [{ kind }] : [];
    // A button or an event needs no place; a message that has nothing else to say does.
    const isHeartbeat = message.alarms.length === 0 && of('no-place') > 0;
    const isPlaceless = usable.length === 0 && (isHeartbeat || (ear.refused.get('no-valid-place') ?? 0) > 0);
    return [
      ...says('no-valid-place', isPlaceless),
      ...says('place-faked', of('place-faked') > 0),
      ...says('set-up-wrongly', of('unreadable') > 0 && of('unreadable') === message.places.length),
      // A queue of old fixes that ends in a fresh one is no wrong clock.
      ...(isClockWrong
        ? [{ kind: 'clock-wrong', offset_s: Math.round((Math.max(...times) - received_ms) / 1000) } as const]
        : []),
    ];
  };

  /** Hears one message of this person's device. `fault` names the field for whose sake the device cannot be understood at all. */
  const hear = (person: Person, message: Message): Fate => {
    const received_ms = now();
    const ear: Ear = { accepted: 0, notStored: false, refused: new Map(), events: [] };
    const meanings = message.alarms.map(meaningOf);
    if (meanings.some(({ is }) => is === 'button')) press(person, message.stamp, ear);
    for (const meaning of meanings) {
      if (meaning.is === 'event') happen(person, meaning.kind, message.at_ms, ear);
      if (meaning.is === 'nothing') refuse(ear, 'unknown-alarm');
    }
    const signs = places(person, message, received_ms, ear);
    const unpaired = meanings.some(({ is }) => is === 'unpaired') ? [{ kind: 'unpaired' } as const] : [];
    monitoring.ingestSigns(person.id, [{ kind: 'heard' }, ...unpaired, ...signs], received_ms);
    const wrongClock = signs.find((sign) => sign.kind === 'clock-wrong');
    const isLost = signs.some(({ kind }) => kind === 'set-up-wrongly');
    const unreadable = message.places.find((place) => place.kind === 'unreadable');
    const fate: Fate = {
      at_ms: received_ms,
      deviceId: person.deviceId,
      accepted: ear.accepted,
      refused: Object.fromEntries(ear.refused),
      pressed: meanings.some(({ is }) => is === 'button'),
      events: ear.events,
      clockOff_s: wrongClock?.offset_s ?? null,
      fault: isLost && unreadable !== undefined ? unreadable.fault : null,
      tokenWrong: false,
      notStored: ear.notStored,
    };
    ports.fates.tell(fate);
    return fate;
  };

  return { hear };
};

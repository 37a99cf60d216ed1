import { z } from 'zod';
import type { IncidentId, OperatorId, PersonId } from '../../../../shared/domain/ids.ts';
import type { Order } from '../../../../shared/domain/orders.ts';
import { serverCalls, serverEvents } from '../../../../shared/protocol/messages.ts';
import type { Track } from '../../../../shared/protocol/track.ts';
import { decodePresence } from '../../../../shared/protocol/presence.ts';
import { coordinatesIn } from './coordinates.ts';
import { heldOf, leasesIn } from './held.ts';
import type { Grant } from './held.ts';
import { messageOf } from './tape.ts';
import type { Packet } from './tape.ts';
import { placeKey } from './truth.ts';
import type { Truth } from './truth.ts';

/** What one socket saw: faults, and counts that show the judge had something to look at. */
export type Verdict = {
  readonly faults: readonly string[];
  readonly frames: number;
  /** Frames with at least one person in them. */
  readonly framesWithPeople: number;
  /** Frames that tell of a pair at the warning tier and show neither of the two. */
  readonly warningsWithoutPins: number;
  /** Leases and recorded positions that were opened to this socket. */
  readonly opened: number;
  readonly advice: number;
  /** Answers that were a refusal. */
  readonly refused: number;
  /** Those of them that refused somebody a read, a lease asked for included; what cannot be understood asks for nothing. */
  readonly refusedReads: number;
};

const READS: readonly string[] = ['positions', 'accessLog', 'catchUp', 'directory'];
const Refused = z.object({ ok: z.literal(false), error: z.unknown() });
const Understood = z.object({ reason: z.string().refine((reason) => reason !== 'invalid') });
const AskedForLease = z.object({ body: z.object({ kind: z.string().startsWith('lease.') }) });

type Counts = { -readonly [K in Exclude<keyof Verdict, 'faults'>]: number };

/** Reads a taped socket from its first packet to its last and names everything that came without a lease for it. */
export const judge = (tape: readonly Packet[], truth: Truth): Verdict => {
  const faults: string[] = [];
  const seen: Counts = {
    ...{ frames: 0, framesWithPeople: 0, warningsWithoutPins: 0, opened: 0 },
    ...{ advice: 0, refused: 0, refusedReads: 0 },
  };
  const leases = leasesIn(truth.record);
  const asked = new Map<string, { readonly name: string; readonly args: unknown }>();
  let operator: OperatorId | null = null;
  /** Entries that this socket knows of for sure. */
  let known = 0;
  let binary: string | null = null;

  const orderOf = (incident: IncidentId): Order | undefined => {
    const raised = truth.record.find(
      ({ body, incidentId }) => incidentId === incident && body.kind === 'incident.raised',
    );
    const id = raised?.body.kind === 'incident.raised' ? raised.body.orderId : null;
    return truth.orders.find((order) => order.id === id);
  };
  const held = ({ head, at_ms }: Packet): readonly Grant[] =>
    operator === null ? [] : heldOf(leases, { operator, known, head, at_ms });
  const live = (packet: Packet): ReadonlySet<PersonId> =>
    new Set(held(packet).flatMap((lease) => (lease.purpose === 'review' ? [] : lease.subjects)));

  const search = (what: string, text: string): void => {
    for (const found of coordinatesIn(text, truth.secrets)) faults.push(`${what}: ${found}`);
  };

  const checkTracks = (what: string, tracks: readonly Track[], may: ReadonlySet<PersonId>): void => {
    for (const { personId, points } of tracks) {
      if (!may.has(personId)) faults.push(`${what}: track of ${personId} without a lease`);
      const been = truth.been.get(personId);
      if (!points.every(({ lon, lat }) => been?.has(placeKey(lon, lat))))
        faults.push(`${what}: a point where ${personId} never was`);
    }
  };

  const checkZones = (
    what: string,
    zones: Order['zones'],
    order: Order | undefined,
    may: ReadonlySet<PersonId>,
  ): void => {
    if (zones.length === 0) return;
    if (!(order?.victims.some((id) => may.has(id)) ?? false)) faults.push(`${what}: zones without a victim`);
    if (JSON.stringify(zones) !== JSON.stringify(order?.zones)) faults.push(`${what}: zones of another order`);
  };

  const onPresence = (packet: Packet, bytes: Uint8Array): void => {
    const frame = decodePresence(new Uint8Array(bytes));
    if (!frame.ok) {
      faults.push(frame.error);
      return;
    }
    const may = live(packet);
    const shown = new Set<PersonId>();
    for (const { handle, lon, lat } of frame.value.subjects) {
      const person = truth.people.get(handle);
      const patrol = truth.patrols.get(handle);
      if (person !== undefined) {
        shown.add(person);
        if (!may.has(person)) faults.push(`presence: ${person} without a lease`);
      } else if (patrol === undefined || !(truth.been.get(patrol)?.has(placeKey(lon, lat)) ?? false))
        faults.push(`presence: handle ${handle} is where no patrol was`);
    }
    for (const { order, victim, contact } of frame.value.relations) {
      const [offender, person] = [truth.orderOfHandle.get(order)?.offender, truth.people.get(victim)];
      const bothMay = offender !== undefined && person !== undefined && may.has(offender) && may.has(person);
      if (contact !== null && !bothMay) faults.push(`presence: time to contact of ${person} without leases on both`);
    }
    seen.frames += 1;
    if (shown.size > 0) seen.framesWithPeople += 1;
    const pinless = frame.value.relations.some(({ order, victim, level, distance_m }) => {
      const offender = truth.orderOfHandle.get(order)?.offender;
      const person = truth.people.get(victim);
      if (offender === undefined || person === undefined || level !== 'warning' || distance_m <= 0) return false;
      return !shown.has(offender) && !shown.has(person);
    });
    if (pinless) seen.warningsWithoutPins += 1;
  };

  const onEvent = (packet: Packet, name: string, payload: unknown, text: string): void => {
    if (name === 'entries') known = Math.max(known, serverEvents.entries.parse(payload).at(-1)?.seq ?? 0);
    if (name === 'sessionEnded') operator = null;
    if (name === 'advice') {
      const { incidentId } = serverEvents.advice.parse(payload);
      const order = orderOf(incidentId);
      const mine = held(packet).filter((lease) => lease.incidentId === incidentId && lease.purpose !== 'review');
      if (!mine.some((lease) => order?.victims.some((id) => lease.subjects.includes(id))))
        faults.push(`advice: for ${incidentId} without a lease`);
      seen.advice += 1;
    } else if (name === 'leaseOpened') {
      const { leadIn, zones, ...rest } = serverEvents.leaseOpened.parse(payload);
      const { lease } = rest;
      if (!held(packet).some(({ id }) => id === lease.id)) faults.push(`leaseOpened: ${lease.id} is not held`);
      const order = orderOf(lease.incidentId);
      checkTracks('leaseOpened', leadIn, live(packet));
      checkZones('leaseOpened', zones, order, new Set(lease.subjects));
      if (leadIn.length > 0 && !(order?.victims.some((id) => lease.subjects.includes(id)) ?? false))
        faults.push('leaseOpened: the way of an offender who is only possibly near');
      search('leaseOpened', JSON.stringify(rest));
      seen.opened += 1;
    } else search(name, text);
  };

  const onAnswer = (packet: Packet, ack: string, payload: unknown, text: string): void => {
    const { name, args } = asked.get(ack) ?? { name: 'nothing asked', args: null };
    const refused = Refused.safeParse(payload);
    if (refused.success) {
      seen.refused += 1;
      const read = READS.includes(name) || (name === 'command' && AskedForLease.safeParse(args).success);
      if (read && Understood.safeParse(refused.data.error).success) seen.refusedReads += 1;
    }
    if (name === 'signOut' && args === null) operator = null; // with anything else it was refused
    if (name === 'signIn' || name === 'resume') {
      const answer = serverCalls[name].result.parse(payload);
      if (answer.ok) operator = answer.value.operator.id;
    }
    if (name === 'directory') {
      const answer = serverCalls.directory.result.parse(payload);
      // Safe places are free for everybody to see.
      search(name, answer.ok ? text.replace(JSON.stringify(answer.value.places), '') : text);
      return;
    }
    const positions = name === 'positions' ? serverCalls.positions.result.parse(payload) : null;
    if (positions?.ok !== true) {
      search(name, text);
      return;
    }
    const { incidentId } = serverCalls.positions.args.parse(args);
    const mine = held(packet).filter((lease) => lease.incidentId === incidentId);
    const may = new Set(mine.flatMap((lease) => lease.subjects));
    const { tracks, zones, ...rest } = positions.value;
    if (mine.length === 0) faults.push(`positions: of ${incidentId} without a lease`);
    checkTracks('positions', tracks, may);
    checkZones('positions', zones, orderOf(incidentId), may);
    search('positions', JSON.stringify(rest));
    seen.opened += 1;
  };

  for (const packet of tape) {
    const { data } = packet;
    known = Math.max(known, packet.settled);
    if (typeof data !== 'string') {
      if (packet.way === 'out') continue;
      if (binary === 'presence') onPresence(packet, data);
      else faults.push('bytes that are no presence');
      binary = null;
      continue;
    }
    const message = messageOf(data);
    if (packet.way === 'out') {
      if (message.kind === 'event' && message.ack !== null)
        asked.set(message.ack, { name: message.name, args: message.payload });
    } else if (message.kind === 'event') onEvent(packet, message.name, message.payload, data);
    else if (message.kind === 'answer') onAnswer(packet, message.ack, message.payload, data);
    else {
      if (message.kind === 'binary') binary = message.name;
      search('packet', data);
    }
  }
  return { faults, ...seen };
};

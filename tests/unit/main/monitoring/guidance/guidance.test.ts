import { describe, expect, it } from 'vitest';
import { destination, distance_m } from '../../../../../shared/domain/geo/geodesic.ts';
import type { LonLat } from '../../../../../shared/domain/fixes.ts';
import { IncidentId, OrderId, PersonId, PlaceId } from '../../../../../shared/domain/ids.ts';
import type { GuidanceId } from '../../../../../shared/domain/ids.ts';
import type { CommandBody } from '../../../../../shared/domain/incidents/commands.ts';
import { SafePlace } from '../../../../../shared/domain/places.ts';
import type { Operator } from '../../../../../shared/domain/operators.ts';
import type { Setup } from '../../../../../main/monitoring/register/setup.ts';
import { graphBuilder } from '../../../../../main/monitoring/streets/build.ts';
import { createStreets } from '../../../../../main/monitoring/streets/streets.ts';
import { coordinatesIn } from '../../../../integration/server/frames/coordinates.ts';
import {
  d1,
  d2,
  fixAt,
  HOME,
  O,
  policy,
  setup,
  START_MS,
  startWatch,
  supervisor,
  trainer,
  V,
  withoutStories,
} from '../watch.ts';
import type { Watch } from '../watch.ts';
import { answered } from '../../../../builders/answered.ts';

const BOX = PlaceId.parse('box');
const [BOX_LON, BOX_LAT] = destination(HOME, 180, 300);
const place = SafePlace.parse({
  ...{ id: BOX, kind: 'police-box', ko: '가상지구대', en: 'Fictional box', staffed: '24h' },
  ...{ lon: BOX_LON, lat: BOX_LAT },
});
const withPlace: Setup = { ...setup, places: [place] };
const corner = destination(HOME, 90, 200);
const streets = (() => {
  const builder = graphBuilder();
  builder.addLine([HOME, corner, [BOX_LON, BOX_LAT]], 'street');
  const built = builder.finish();
  if (built === null) throw new Error('no line had a length');
  return createStreets(built.graph, policy);
})();

const breach = (signedIn: readonly Operator[] = [d1]): Watch => {
  const watch = startWatch({ setup: withPlace, streets, policy: withoutStories });
  watch.monitoring.setSignedIn(signedIn);
  watch.apart(5000);
  watch.apart(700);
  return watch;
};
const incidentOf = (watch: Watch): IncidentId => {
  const [incident] = watch.monitoring.world().incidents.values();
  if (incident === undefined) throw new Error('no incident');
  return incident.id;
};
type Message = Extract<CommandBody, { readonly kind: 'guidance.send' }>['message'];
const led: Message = { type: 'place', placeId: BOX };
const told: Message = { type: 'text', text: '문을 잠그고 기다리세요' };
const send = (watch: Watch, message: Message, who: Operator = d1, victim: PersonId = V) =>
  watch.ask(who, { kind: 'guidance.send', incidentId: incidentOf(watch), victim, message });
const refusal = (reason: string) => ({ ok: false, error: { reason } });
const resolved = (watch: Watch): void => {
  watch.ask(d1, { kind: 'incident.acknowledge', incidentId: incidentOf(watch) });
  const outcome = { outcome: 'offender-separated', cause: null } as const;
  watch.ask(d1, { kind: 'incident.resolve', incidentId: incidentOf(watch), ...outcome });
};

describe('guidance to a victim', () => {
  it('leads along the streets from where the victim is, and leaves only a commitment in the record', () => {
    const watch = breach();
    expect(send(watch, led)).toMatchObject({ ok: true });
    const [message] = watch.monitoring.mailbox.fetch(V);
    expect(message?.place).toEqual({ name: '가상지구대', lon: BOX_LON, lat: BOX_LAT });
    const route = message?.route ?? [];
    expect(distance_m(route[0] ?? [0, 0], HOME)).toBeLessThan(1);
    const near = (to: LonLat) => Math.min(...route.map((point) => distance_m(point, to)));
    expect(near(corner)).toBeLessThan(2);
    expect(near([BOX_LON, BOX_LAT])).toBeLessThan(2);
    const [sent] = watch.bodies('guidance.sent');
    expect(sent?.message).toEqual({ type: 'place', commitment: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const written = JSON.stringify(watch.entries.filter(({ body }) => body.kind.startsWith('guidance.')));
    expect(coordinatesIn(written, new Set())).toEqual([]);
    expect(written).not.toContain(BOX);
  });

  it('L6: names the place in the language that the victim reads', () => {
    const people = withPlace.people.map((person) =>
      person.id === V ? { ...person, language: 'en' as const } : person,
    );
    const watch = startWatch({ setup: { ...withPlace, people }, streets });
    watch.monitoring.setSignedIn([d1]);
    watch.apart(5000);
    watch.apart(700);
    send(watch, led);
    expect(watch.monitoring.mailbox.fetch(V)[0]?.place?.name).toBe('Fictional box');
  });

  it('leads nobody, under an order, from where they were before it began', () => {
    const [order] = setup.orders;
    if (order === undefined) throw new Error('no order in the test setup');
    const newer = { ...order, id: OrderId.parse('order-newer'), validFrom_ms: START_MS + 60_000 };
    const watch = startWatch({ setup: { ...withPlace, orders: [order, newer] }, streets });
    watch.monitoring.setSignedIn([d1]);
    watch.pass(58);
    watch.monitoring.ingestFix(V, fixAt(HOME, watch.now()), watch.now());
    watch.pass(5);
    watch.monitoring.sos(V, watch.now());
    const lead = (orderId: OrderId) => {
      const incident = [...watch.monitoring.world().incidents.values()].find((one) => one.orderId === orderId);
      if (incident === undefined) throw new Error('the button raised no incident');
      return watch.ask(d1, { kind: 'guidance.send', incidentId: incident.id, victim: V, message: led });
    };
    expect(lead(order.id)).toMatchObject({ ok: true });
    expect(lead(newer.id)).toEqual(refusal('no-way'));
  });

  it('is refused where the way could not be kept for the device to fetch; words still go', () => {
    const watch = breach();
    watch.store.commit({ forgotten: [{ incident: incidentOf(watch), at_ms: watch.now() }] });
    expect(send(watch, led)).toEqual(refusal('store-failed'));
    expect(watch.bodies('guidance.sent')).toEqual([]);
    expect(send(watch, told).ok).toBe(true);
  });

  it('says something in words, also to a victim whose place nobody may see', () => {
    const watch = breach([d1]);
    expect(send(watch, told, d2)).toMatchObject({ ok: true });
    expect(watch.monitoring.mailbox.fetch(V)).toMatchObject([{ text: told.text, place: null, route: null }]);
  });

  it('is refused with the reason', () => {
    const watch = breach();
    expect(send(watch, led, d2)).toEqual(refusal('not-allowed'));
    expect(send(watch, told, supervisor)).toEqual(refusal('not-allowed'));
    expect(send(watch, told, trainer)).toEqual(refusal('not-allowed'));
    expect(send(watch, told, d1, O)).toEqual(refusal('unknown-person'));
    expect(send(watch, { type: 'place', placeId: PlaceId.parse('nowhere') })).toEqual(refusal('unknown-place'));
    const unknown = { incidentId: IncidentId.parse('inc-none'), victim: V, message: told };
    expect(watch.ask(d1, { kind: 'guidance.send', ...unknown })).toEqual(refusal('unknown-incident'));
    resolved(watch);
    expect(send(watch, told)).toMatchObject({ error: { reason: 'wrong-state', state: 'resolved' } });
    expect(watch.kinds()).not.toContain('guidance.sent');
  });

  it('finds no way where nobody knows where the victim is', () => {
    const watch = breach();
    // The button keeps the victim open to the desk; it says nothing of where they are.
    watch.monitoring.sos(V, watch.now());
    watch.pass(policy.silence.locationLostAfter_s + 60);
    expect(send(watch, led)).toEqual(refusal('no-way'));
  });
});

describe('a victim’s device', () => {
  const sentId = (watch: Watch): GuidanceId => {
    const [sent] = watch.bodies('guidance.sent');
    if (sent === undefined) throw new Error('nothing was sent');
    return sent.guidanceId;
  };
  const steps = (watch: Watch) => watch.kinds().filter((kind) => kind.startsWith('guidance.'));

  it('records delivery, reading and answer once each, however often it says so', () => {
    const watch = breach();
    send(watch, led);
    const id = sentId(watch);
    const { mailbox } = watch.monitoring;
    for (let n = 0; n < 3; n += 1) expect(mailbox.fetch(V)).toHaveLength(1);
    for (let n = 0; n < 2; n += 1)
      expect(answered(mailbox.report, V, id, { state: 'read' })).toMatchObject({ ok: true });
    for (let n = 0; n < 2; n += 1) answered(mailbox.report, V, id, { state: 'answered', answer: 'going' });
    expect(steps(watch)).toEqual(['guidance.sent', 'guidance.delivered', 'guidance.read', 'guidance.answered']);
    expect(mailbox.fetch(V)).toEqual([]);
  });

  it('may ask for help after it has said that its owner is on the way', () => {
    const watch = breach();
    send(watch, told);
    const { mailbox } = watch.monitoring;
    answered(mailbox.report, V, sentId(watch), { state: 'answered', answer: 'going' });
    answered(mailbox.report, V, sentId(watch), { state: 'answered', answer: 'help' });
    expect(watch.bodies('guidance.answered').map(({ answer }) => answer)).toEqual(['going', 'help']);
    const [guidance] = watch.monitoring.world().incidents.get(incidentOf(watch))?.guidance.values() ?? [];
    expect(guidance?.answer).toBe('help');
  });

  it('knows nothing of guidance to another person, and nothing after the response', () => {
    const watch = breach();
    send(watch, told);
    const { mailbox } = watch.monitoring;
    const other = PersonId.parse('V-other');
    expect(mailbox.fetch(other)).toEqual([]);
    expect(answered(mailbox.report, other, sentId(watch), { state: 'read' })).toEqual({
      ok: false,
      error: 'unknown-guidance',
    });
    resolved(watch);
    expect(mailbox.fetch(V)).toEqual([]);
    expect(answered(mailbox.report, V, sentId(watch), { state: 'read' })).toMatchObject({ ok: true });
    watch.ask(supervisor, { kind: 'incident.close', incidentId: incidentOf(watch), review: '가상의 검토' });
    expect(answered(mailbox.report, V, sentId(watch), { state: 'answered', answer: 'going' })).toMatchObject({
      ok: false,
    });
  });

  it('finds text and way again after a restart', () => {
    const watch = breach();
    send(watch, told);
    send(watch, led);
    const before = watch.monitoring.mailbox.fetch(V);
    const again = startWatch({ setup: withPlace, store: watch.store, now_ms: watch.now() });
    expect(again.monitoring.mailbox.fetch(V)).toEqual(before);
    expect(before.map(({ route }) => route === null)).toEqual([true, false]);
  });

  it('can open the way that the record commits to, until the incident is closed', () => {
    const watch = breach();
    send(watch, led);
    const [sent] = watch.bodies('guidance.sent');
    const { seals } = watch.store.sealed;
    const ofGuidance = () => seals.open(incidentOf(watch)).filter(({ content }) => content.kind === 'guidance');
    expect(ofGuidance().map(({ commitment }) => ({ type: 'place', commitment }))).toEqual([sent?.message]);
    const id = incidentOf(watch);
    resolved(watch);
    watch.ask(supervisor, { kind: 'incident.close', incidentId: id, review: '가상의 검토' });
    expect(watch.kinds()).toContain('positions.deleted');
    expect(seals.open(id)).toEqual([]);
  });

  it('is given guidance even while the store cannot record that', () => {
    const watch = breach();
    send(watch, told);
    watch.store.close();
    expect(watch.monitoring.mailbox.fetch(V)).toMatchObject([{ text: told.text }]);
    expect(watch.failures).toHaveLength(1);
    const report = answered(watch.monitoring.mailbox.report, V, sentId(watch), { state: 'read' });
    expect(report).toEqual({ ok: false, error: 'store-failed' });
  });
});

describe('guidance that holds no more', () => {
  const sent = (watch: Watch, index = 0): GuidanceId => {
    const id = watch.bodies('guidance.sent')[index]?.guidanceId;
    if (id === undefined) throw new Error('nothing was sent');
    return id;
  };
  const withdraw = (watch: Watch, guidanceId: GuidanceId, who: Operator = d1) =>
    watch.ask(who, { kind: 'guidance.withdraw', incidentId: incidentOf(watch), guidanceId });
  const at = (watch: Watch, where: LonLat, seconds: number): void =>
    watch.pass(seconds, () => watch.monitoring.ingestFix(V, fixAt(where, watch.now()), watch.now()));
  const END: LonLat = [BOX_LON, BOX_LAT];

  it('L6: is withdrawn by the operator, and the victim’s device is told so', () => {
    const watch = breach();
    send(watch, led);
    const { mailbox } = watch.monitoring;
    mailbox.fetch(V);
    expect(mailbox.withdrawn(V)).toEqual([]);
    expect(withdraw(watch, sent(watch))).toMatchObject({ ok: true });
    expect(mailbox.fetch(V)).toEqual([]);
    expect(mailbox.withdrawn(V)).toEqual([{ guidanceId: sent(watch), at_ms: watch.now() }]);
    expect(watch.bodies('guidance.ended')).toMatchObject([{ why: 'withdrawn', place: null, arrived: null }]);
    expect(withdraw(watch, sent(watch)), 'a second time').toEqual(refusal('unknown-guidance'));
    expect(
      answered(mailbox.report, V, sent(watch), { state: 'answered', answer: 'help' }),
      'help is heard',
    ).toMatchObject({ ok: true });
  });

  it('L6: a device that was never given it is told nothing of it', () => {
    const watch = breach();
    send(watch, led);
    withdraw(watch, sent(watch));
    expect(watch.monitoring.mailbox.fetch(V)).toEqual([]);
    expect(watch.monitoring.mailbox.withdrawn(V)).toEqual([]);
  });

  it('L6: another way to the same victim replaces the one before in the same command; words do not', () => {
    const watch = breach();
    send(watch, led);
    watch.monitoring.mailbox.fetch(V);
    const again = send(watch, led);
    expect(again.ok && again.value.seqs).toHaveLength(2);
    expect(watch.bodies('guidance.ended')).toMatchObject([{ guidanceId: sent(watch), why: 'replaced' }]);
    expect(watch.monitoring.mailbox.fetch(V).map(({ guidanceId }) => guidanceId)).toEqual([sent(watch, 1)]);
    expect(watch.monitoring.mailbox.withdrawn(V)).toMatchObject([{ guidanceId: sent(watch) }]);
    send(watch, told);
    expect(watch.bodies('guidance.ended')).toHaveLength(1);
  });

  it('L6: is withdrawn by a dispatcher alone, and only while the response runs', () => {
    const watch = breach();
    send(watch, told);
    expect(withdraw(watch, sent(watch), supervisor)).toEqual(refusal('not-allowed'));
    resolved(watch);
    expect(withdraw(watch, sent(watch))).toMatchObject({ error: { reason: 'wrong-state' } });
  });

  it('E3: the kind of place and whether the victim arrived stay in the record; name and way go with the positions', () => {
    const watch = breach();
    send(watch, led);
    at(watch, END, 30);
    const id = incidentOf(watch);
    expect(watch.bodies('guidance.ended'), 'nothing says when').toEqual([]);
    resolved(watch);
    const [ended] = watch.bodies('guidance.ended');
    expect(ended).toMatchObject({ guidanceId: sent(watch), why: 'resolved', place: 'police-box', arrived: true });
    watch.ask(supervisor, { kind: 'incident.close', incidentId: id, review: '가상의 검토' });
    expect(watch.kinds()).toContain('positions.deleted');
    const written = JSON.stringify(watch.entries.filter(({ body }) => body.kind.startsWith('guidance.')));
    expect(coordinatesIn(written, new Set())).toEqual([]);
    expect(written).not.toContain(`"${BOX}"`);
    expect(written).not.toContain(place.ko);
  });

  it('E3: where guidance led that was withdrawn or replaced is told with the end of the response, and not while the victim may be there', () => {
    const watch = breach();
    watch.monitoring.setSignedIn([d1, d2]);
    send(watch, led);
    at(watch, END, 30);
    send(watch, led);
    watch.ask(d2, { kind: 'guidance.withdraw', incidentId: incidentOf(watch), guidanceId: sent(watch, 1) });
    const told = (why: string) => ({ why, place: null, arrived: null });
    expect(watch.bodies('guidance.ended')).toMatchObject([told('replaced'), told('withdrawn')]);
    watch.pass(5);
    resolved(watch);
    expect(watch.bodies('guidance.ended').slice(2)).toMatchObject([
      { guidanceId: sent(watch), why: 'resolved', place: 'police-box', arrived: true },
      { guidanceId: sent(watch, 1), why: 'resolved', place: 'police-box' },
    ]);
    watch.ask(d1, { kind: 'note.add', incidentId: incidentOf(watch), text: '가상' });
    expect(watch.bodies('guidance.ended'), 'once').toHaveLength(4);
    const guidance = watch.monitoring.world().incidents.get(incidentOf(watch))?.guidance.get(sent(watch));
    expect(guidance?.ended).toMatchObject({ why: 'replaced', place: 'police-box', arrived: true });
  });

  it('E3: who did not arrive is told as such, also by a server that was restarted meanwhile', () => {
    const watch = breach();
    send(watch, led);
    at(watch, HOME, 90);
    const again = startWatch({
      setup: withPlace,
      store: watch.store,
      streets,
      policy: withoutStories,
      now_ms: watch.now(),
    });
    again.monitoring.setSignedIn([d1]);
    resolved(again);
    expect(again.bodies('guidance.ended')).toMatchObject([{ why: 'resolved', place: 'police-box', arrived: false }]);
  });

  it('L6: following is told to whoever sees the victim, and to nobody else', () => {
    const watch = breach();
    send(watch, led);
    const { ledFor } = watch.monitoring;
    const followed = () => ledFor(d1.id, incidentOf(watch));
    expect(followed()).toEqual([{ guidanceId: sent(watch), placeId: BOX, following: 'awaited' }]);
    expect(ledFor(d2.id, incidentOf(watch))).toEqual([]);
    at(watch, HOME, policy.guidance.stalledFor_s + 15);
    expect(followed()).toMatchObject([{ following: 'stalled' }]);
    at(watch, destination(HOME, 0, 150), 5);
    expect(followed()).toMatchObject([{ following: 'away' }]);
    at(watch, END, policy.guidance.arrivedFor_s + 5);
    expect(followed()).toMatchObject([{ following: 'arrived' }]);
    withdraw(watch, sent(watch));
    expect(followed()).toEqual([]);
  });
});

import type { LonLat } from '../../../shared/domain/fixes.ts';
import type { GuidanceId, PersonId, UnitId } from '../../../shared/domain/ids.ts';
import type { Person } from '../../../shared/domain/orders.ts';
import type { UnitState } from '../../../shared/domain/incidents/state.ts';
import { unreachable } from '../../../shared/domain/result.ts';
import { createFates } from '../doors/fates.ts';
import { openMessages, reportForm } from '../doors/forms/read.ts';
import { createHearing } from '../doors/hearing.ts';
import type { HearingPorts } from '../doors/hearing.ts';
import { noBulkhead } from '../ports/bulkheads.ts';
import type { Bulkhead } from '../ports/bulkheads.ts';
import type { Setup } from '../register/setup.ts';
import type { Monitoring } from '../ports/monitoring.ts';
import type { Guided } from './guided.ts';
import type { PhoneRequest } from './phoneForms.ts';
import type { SimEvent, Simulator } from './simulator.ts';

/** Hears a simulated phone's request as the doors would. */
type HearRequest = (person: PersonId, request: PhoneRequest) => void;

/**
 * The doors' own readers and judgement for simulated phones, without a socket and a token. Nobody is shown their fates: who watches sets a
 * real phone up.
 */
export const createRequestHearing = (
  given: Omit<HearingPorts, 'fates' | 'real' | 'onRealDevice'> &
    Pick<Setup, 'people'> & { readonly monitoring: Pick<Monitoring, 'alarms'> },
): HearRequest => {
  const people = new Map(given.people.map((person) => [person.id, person]));
  const { alarmsIn, hear } = createHearing({
    ...given,
    fates: createFates(),
    real: [...people.keys()],
    onRealDevice: () => undefined,
  });
  return (id, { query, body }) => {
    const person = people.get(id);
    const asked = { method: 'POST', query: new URLSearchParams(query), body, bearer: null, user: null } as const;
    const opened = openMessages(asked, reportForm(given.policy.uncertainty.hdop_m));
    if (person === undefined || !opened.ok) return given.count('unreadable');
    const { elements, read } = opened.value;
    for (const message of elements.map(read)) {
      if (message === null) continue;
      given.monitoring.alarms(alarmsIn(person, message), (told) => hear(person, message, told));
    }
  };
};

/** Hands what the simulated devices and patrols sent to the server, as if it had come over the air. */
const deliver = (monitoring: Monitoring, hear: HearRequest, event: SimEvent, now_ms: number): void => {
  switch (event.kind) {
    case 'request':
      hear(event.person, event.request);
      return;
    case 'fix':
      monitoring.ingestFix(event.person, event.fix, now_ms);
      return;
    case 'signs':
      monitoring.ingestSigns(event.person, event.signs, now_ms);
      return;
    case 'unit-fix':
      monitoring.ingestUnitFix(event.unit, event.fix);
      return;
    case 'sos':
      monitoring.sos(event.person, event.at_ms);
      return;
    case 'device':
      monitoring.deviceEvent(event.person, event.event, event.at_ms);
      return;
    default:
      unreachable(event);
  }
};

/**
 * Victims' phones, simulated: they fetch what there is, say what their owners did, and who said that they go sets out along the way. Called once
 * a second with what is due.
 */
const createGuidedVictims = (monitoring: Monitoring, simulator: Simulator): ((steps: readonly Guided[]) => void) => {
  const { mailbox } = monitoring;
  const routes = new Map<GuidanceId, readonly LonLat[]>();
  /** Who follows which guidance. */
  const led = new Map<PersonId, GuidanceId>();
  const take = ({ person, guidanceId, report, going }: Guided): void => {
    if (report === null) {
      for (const { guidanceId: id, route } of mailbox.fetch(person)) if (route !== null) routes.set(id, route);
      return;
    }
    mailbox.report(person, guidanceId, report, () => undefined); // what is refused is said again
    const route = routes.get(guidanceId);
    if (report.state !== 'answered' || report.answer !== 'going' || route === undefined) return;
    led.set(person, guidanceId);
    simulator.lead(person, { route, going });
  };
  return (steps) => {
    for (const step of steps) take(step);
    for (const [person, followed] of led) {
      if (!mailbox.withdrawn(person).some(({ guidanceId }) => guidanceId === followed)) continue;
      led.delete(person);
      simulator.lead(person, null);
    }
  };
};

/** A real device speaks for a person from now on: the simulator lets go of them, and what it made them say is forgotten. */
export const createHandOver =
  (
    simulator: Pick<Simulator, 'takeOver'>,
    monitoring: Pick<Monitoring, 'startOver'>,
    note: (person: PersonId) => void,
  ) =>
  ({ id }: Pick<Person, 'id'>): void => {
    simulator.takeOver(id);
    monitoring.startOver(id);
    note(id);
  };

/** One second of the simulated world: devices report, patrols that were sent drive to where help is needed, rules run. */
export const createStep = (
  monitoring: Monitoring,
  simulator: Simulator,
  hear: HearRequest,
  tick: () => void = monitoring.tick,
  bulkhead: Bulkhead = noBulkhead,
): ((now_ms: number) => void) => {
  const sent = new Set<UnitId>();
  const sendPatrol = (unit: UnitId, { status, incidentId }: UnitState): void => {
    const target = incidentId === null ? null : monitoring.targetOf(incidentId);
    if ((status === 'dispatched' || status === 'en-route') && target !== null) {
      simulator.setUnitTask(unit, target);
      sent.add(unit);
      const step = simulator.crewSays(unit);
      if (step !== null && step !== status) monitoring.reportStep(unit, step);
    } else if (status !== 'on-scene' && sent.delete(unit)) simulator.setUnitTask(unit, null);
  };
  const sendPatrols = (): void => {
    for (const [unit, state] of monitoring.world().units)
      bulkhead.run('simulator', `way of ${unit}`, () => sendPatrol(unit, state));
  };
  const guideVictims = createGuidedVictims(monitoring, simulator);
  return (now_ms) => {
    bulkhead.run('simulator', 'step', () => {
      for (const event of simulator.step(now_ms))
        bulkhead.run('devices', 'unit' in event ? event.unit : event.person, () =>
          deliver(monitoring, hear, event, now_ms),
        );
    });
    bulkhead.run('simulator', 'guided', () => guideVictims(simulator.guided(monitoring.world(), now_ms)));
    bulkhead.run('simulator', 'patrols', sendPatrols);
    // Whatever of the simulated world fails, every order is looked at.
    bulkhead.run('rules', 'tick', tick);
  };
};

import type { PersonId, UnitId } from '../../../shared/domain/ids.ts';
import type { Person } from '../../../shared/domain/orders.ts';
import { unreachable } from '../../../shared/domain/result.ts';
import { createFates } from '../doors/fates.ts';
import { openMessages, reportForm } from '../doors/forms/read.ts';
import { createHearing } from '../doors/hearing.ts';
import type { HearingPorts } from '../doors/hearing.ts';
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

/** A victim's phone, simulated: it fetches what there is, or says what its owner did. */
const answerGuidance = ({ mailbox }: Monitoring, { person, guidanceId, report }: Guided): void => {
  if (report === null) mailbox.fetch(person);
  else mailbox.report(person, guidanceId, report, () => undefined); // what is refused is said again
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
): ((now_ms: number) => void) => {
  const sent = new Set<UnitId>();
  const sendPatrols = (): void => {
    for (const [unit, { status, incidentId }] of monitoring.world().units) {
      const target = incidentId === null ? null : monitoring.targetOf(incidentId);
      if ((status === 'dispatched' || status === 'en-route') && target !== null) {
        simulator.setUnitTask(unit, target);
        sent.add(unit);
        const step = simulator.crewSays(unit);
        if (step !== null && step !== status) monitoring.reportStep(unit, step);
      } else if (status !== 'on-scene' && sent.delete(unit)) simulator.setUnitTask(unit, null);
    }
  };
  return (now_ms) => {
    for (const event of simulator.step(now_ms)) deliver(monitoring, hear, event, now_ms);
    for (const step of simulator.guided(monitoring.world(), now_ms)) answerGuidance(monitoring, step);
    sendPatrols();
    tick();
  };
};

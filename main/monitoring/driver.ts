import type { PersonId, UnitId } from '../../shared/domain/ids.ts';
import type { SimulatorControl, SimulatorState } from '../../shared/protocol/messages.ts';
import { unreachable } from '../../shared/domain/result.ts';
import type { VirtualClock } from './clock.ts';
import type { Monitoring } from './index.ts';
import { createFates } from './ingest/fates.ts';
import { openMessages, reportForm } from './ingest/forms/read.ts';
import { createHearing } from './ingest/hearing.ts';
import type { HearingPorts } from './ingest/hearing.ts';
import type { Setup } from './setup.ts';
import type { Guided } from './simulator/guided.ts';
import type { PhoneRequest } from './simulator/phoneForms.ts';
import type { SimEvent, Simulator } from './simulator/simulator.ts';

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
      hear(person, message, given.monitoring.alarms(alarmsIn(person, message)));
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
  else mailbox.report(person, guidanceId, report);
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

/** The training scenario's time: paused, resumed, faster or slower. */
export type Pacer = {
  readonly control: (control: SimulatorControl) => SimulatorState;
  readonly state: () => SimulatorState;
  readonly stop: () => void;
};

const BEAT_MS = 100;
const SECOND_MS = 1000;

/** Moves a virtual clock along with real time, `speed` times as fast, and runs one step for every second that passes on it. */
export const createPacer = (given: {
  readonly clock: VirtualClock;
  readonly start_ms: number;
  readonly scenario: string;
  readonly seed: number;
  readonly duration_s: number;
  readonly step: (now_ms: number) => void;
}): Pacer => {
  const { clock, start_ms } = given;
  let running = true;
  let speed = 1;
  let last_ms = performance.now();
  let stepped_ms = start_ms;

  const beat = (): void => {
    const real_ms = performance.now();
    const passed_ms = (real_ms - last_ms) * speed;
    last_ms = real_ms;
    if (!running) return;
    const until_ms = Math.round(clock.now() + passed_ms);
    while (stepped_ms + SECOND_MS <= until_ms) {
      stepped_ms += SECOND_MS;
      clock.set(stepped_ms);
      given.step(stepped_ms);
    }
    clock.set(until_ms);
  };
  const timer = setInterval(beat, BEAT_MS);

  const state = (): SimulatorState => ({
    scenario: given.scenario,
    seed: given.seed,
    running,
    speed,
    elapsed_s: Math.floor((clock.now() - start_ms) / SECOND_MS),
    duration_s: given.duration_s,
  });

  return {
    state,
    stop: () => clearInterval(timer),
    control: (control) => {
      beat(); // time so far passed at the old pace
      switch (control.action) {
        case 'pause':
          running = false;
          break;
        case 'resume':
          running = true;
          break;
        case 'speed':
          ({ speed } = control);
          break;
        default:
          unreachable(control);
      }
      return state();
    },
  };
};

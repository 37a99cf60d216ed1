import type { Chance } from '../../../main/monitoring/simulator/random.ts';
import { UnitId } from '../../../shared/domain/ids.ts';
import type { CommandId, IncidentId } from '../../../shared/domain/ids.ts';
import type { CommandBody } from '../../../shared/domain/incidents/commands.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { Desk } from './console.ts';
import type { Time } from './time.ts';

/** What an operator has ordered, and when; it was on the console's disk by then. */
export type Order = { readonly id: CommandId; readonly body: CommandBody; readonly at_ms: number };

/** Somebody at a desk: signs in, answers what rings, sends a patrol now and then, and ends what is over. */
export type Operator = { readonly ordered: () => readonly Order[] };

const UNIT = UnitId.parse('unit-1');
const SIGN_IN_AGAIN_MS = 3000;
/** Now and then nobody is at the desk. */
const AWAY_MS = 120_000;
const SURE_AFTER_MS = 90_000;

export const sitDown = (given: {
  readonly username: string;
  readonly desk: Desk;
  readonly time: Time;
  readonly chance: Chance;
  /** Nothing is ordered after that: what is under way shall come to rest. */
  readonly until_ms: number;
}): Operator => {
  const { desk, time, chance } = given;
  const ordered: Order[] = [];
  /** Alerts that go on, by the incident that they belong to. */
  const incidents = new Map<IncidentId, Set<string>>();

  const order = (body: CommandBody): void => {
    if (time.now_ms() > given.until_ms) return;
    void desk.call('send', body).then((sent) => {
      if (sent !== null) ordered.push({ id: sent.id, body, at_ms: time.now_ms() });
    });
  };
  const signIn = (): void => {
    if (desk.snapshot()?.session !== null) return;
    void desk.call('signIn', { username: given.username, password: 'any password' }).then((answer) => {
      if (answer?.ok !== true) desk.after(SIGN_IN_AGAIN_MS, signIn);
    });
  };
  const answerRinging = (incidentId: IncidentId, sounding: number): void =>
    desk.after(chance.unit() < 0.1 ? AWAY_MS : chance.between(3000, 15_000), () => {
      order({ kind: 'incident.acknowledge', incidentId, sounding });
      if (chance.unit() < 0.6) order({ kind: 'note.add', incidentId, text: '가명 메모' });
      if (chance.unit() < 0.2) order({ kind: 'unit.assign', incidentId, unitId: UNIT });
    });
  const endOver = (incidentId: IncidentId): void =>
    desk.after(SURE_AFTER_MS, () => {
      if (incidents.get(incidentId)?.size !== 0 || chance.unit() < 0.5) return;
      order({ kind: 'incident.resolve', incidentId, outcome: 'no-contact-found', cause: null });
    });
  const see = ({ incidentId, body }: Entry): void => {
    if (incidentId === null) return;
    const alerts = incidents.get(incidentId) ?? new Set();
    incidents.set(incidentId, alerts);
    if (body.kind === 'alert.raised') alerts.add(body.alert.alertId);
    if (body.kind === 'alert.cleared') {
      alerts.delete(body.alertId);
      if (alerts.size === 0) endOver(incidentId);
    }
    if ('sounding' in body && body.sounding !== undefined && body.kind !== 'incident.acknowledged')
      answerRinging(incidentId, body.sounding);
  };

  desk.onStarted(() => desk.after(500, signIn));
  desk.onAny((name, payload) => {
    if (name === 'entries') for (const entry of payload as readonly Entry[]) see(entry); // as its name says
    if (name === 'session') desk.after(SIGN_IN_AGAIN_MS, signIn);
  });
  return { ordered: () => ordered };
};

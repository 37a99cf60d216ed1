import type { AlertState } from '../../../shared/domain/alerts.ts';
import { isDeviceNews } from '../../../shared/domain/alerts.ts';
import type { AlertId, OrderId, Seq, UnitId } from '../../../shared/domain/ids.ts';
import type { CommandBody } from '../../../shared/domain/incidents/commands.ts';
import type { Actor } from '../../../shared/domain/incidents/actor.ts';
import type { Entry, EntryBody } from '../../../shared/domain/incidents/entries.ts';
import { isOutageBody } from '../../../shared/domain/incidents/outages.ts';
import type { OutageBody } from '../../../shared/domain/incidents/outages.ts';
import type { OrderSummary } from '../../../shared/domain/orders.ts';
import { unreachable } from '../../../shared/domain/result.ts';
import { alertSubject, levelWords, personName } from '../../lib/alertWords.ts';
import { outageEntryWords } from './outageEntryWords.ts';
import type { EntryWords } from './outageEntryWords.ts';
import { operatorName } from '../../lib/operatorName.ts';
import type { Locale } from '../../../shared/api/contract.ts';
import { formatDateTime, formatDistance, formatStopwatch, formatTime } from '../../lib/format.ts';
import type { Words } from '../../lib/words.ts';
import type { DirectoryIndex } from '../../stores/directoryIndex.ts';

/** What the words of a record depend on. */
export type RecordContext = {
  readonly words: Words;
  readonly index: DirectoryIndex;
  readonly order: OrderSummary | null;
  /** Alerts of the incident as they stand, to name one that is only referred to. */
  readonly alertOf: (id: AlertId) => AlertState | null;
  /** An earlier entry of the incident, to say which one is corrected. */
  readonly entryOf: (seq: Seq) => Entry | null;
  /** Language of what deployments write themselves, such as playbooks. */
  readonly locale: Locale;
};

const callsign = ({ index }: RecordContext, id: UnitId): string => index.unitById.get(id)?.unit.callsign ?? id;

/** Who did it: an operator with their role, or the system. */
export const actorWords = ({ words: { t, common }, index }: RecordContext, actor: Actor): string => {
  if (actor.type === 'system') return t('record.system');
  return t('record.operator', { name: operatorName(index, actor.operatorId), role: common(`role.${actor.role}`) });
};

const separationWords = ({ words: { t, common } }: RecordContext, { separation }: AlertState): string | null =>
  separation === null
    ? null
    : t('record.alertDistance', {
        distance: formatDistance(common, separation.distance_m),
        min: formatDistance(common, separation.min_m),
        max: formatDistance(common, separation.max_m),
      });

type AlertKey = 'alertRaised' | 'alertRose' | 'alertFell' | 'alertNow' | 'alertUpdated' | 'alertRepeated';

const alertWords = (context: RecordContext, key: AlertKey, alert: AlertState): EntryWords => {
  const { words, index, order } = context;
  const said = { level: levelWords(words, alert), certainty: words.t(`word.certainty.${alert.certainty}`) };
  const about = [alertSubject(words, index, order, alert), separationWords(context, alert)];
  return {
    title: words.t(`record.${key}`, { code: alert.code, ...said }),
    detail: about.filter((part) => part !== null).join(' · '),
  };
};

type EvidenceBody = Extract<
  EntryBody,
  {
    readonly kind:
      | 'entry.corrected'
      | 'guidance.sent'
      | 'guidance.delivered'
      | 'guidance.read'
      | 'guidance.answered'
      | 'guidance.ended'
      | 'call.logged'
      | 'playbook.step'
      | 'positions.committed'
      | 'hold.set'
      | 'hold.ended'
      | 'evidence.exported'
      | 'record.restored'
      | 'order.unwatched'
      | 'order.watched'
      | OutageBody['kind']
      | 'clock.wrong'
      | 'clock.right';
  }
>;

const orderNumber = (index: RecordContext['index'], id: OrderId): string => index.orderById.get(id)?.order.number ?? id;

const PLAYBOOK_WORDS = { done: 'playbookDone', skipped: 'playbookSkipped', undone: 'playbookUndone' } as const;

const plain = (title: string, detail: string | null = null): EntryWords => ({ title, detail });

/** A step by its title; by its key where the playbook has changed since. */
const stepName = (
  { index, locale }: RecordContext,
  { playbook, step }: { readonly playbook: string; readonly step: string },
): string => {
  const steps = index.playbooks.find(({ key }) => key === playbook)?.steps;
  return steps?.find(({ key }) => key === step)?.[locale] ?? step;
};

/** Which entry a correction is about: its time and its words; its number where it is not at hand. */
const correctionTitle = (context: RecordContext, seq: Seq): string => {
  const { t } = context.words;
  const entry = context.entryOf(seq);
  if (entry === null) return t('record.corrected', { seq });
  return t('record.correctionOf', { time: formatTime(entry.at_ms), what: entryWords(context, entry.body).title });
};

/** What came of an incident, and of a false alert its cause. */
const outcomeWords = (
  { words: { t } }: RecordContext,
  { outcome, falseCause }: Pick<Extract<EntryBody, { readonly kind: 'incident.resolved' }>, 'outcome' | 'falseCause'>,
): string =>
  falseCause === undefined
    ? t(`word.outcome.${outcome}`)
    : `${t(`word.outcome.${outcome}`)} (${t(`word.falseCause.${falseCause}`)})`;

const resolvedWords = (
  context: RecordContext,
  body: Extract<EntryBody, { readonly kind: 'incident.resolved' }>,
): EntryWords => {
  const { t } = context.words;
  const { cause, onScene, despiteClosing } = body;
  const units = (onScene ?? []).map((id) => callsign(context, id)).join(', ');
  const detail = [
    ...(cause === null ? [] : [cause]),
    ...(units === '' ? [] : [t('record.onScene', { units })]),
    ...(despiteClosing === undefined ? [] : [t('record.resolvedClosing')]),
  ].join(' · ');
  return plain(t('record.resolved', { outcome: outcomeWords(context, body) }), detail === '' ? null : detail);
};

/** Words of one entry. Exhaustive: a new kind of entry does not compile until it has words. */
export const entryWords = (context: RecordContext, body: EntryBody): EntryWords => {
  const { words, index, order, alertOf } = context;
  const { t, common } = words;
  switch (body.kind) {
    case 'incident.raised':
      return plain(
        t('record.raised', { order: order?.number ?? body.orderId }),
        body.follows === undefined ? null : t('record.raisedAfter'),
      );
    case 'alert.raised':
      return alertWords(context, 'alertRaised', body.alert);
    case 'alert.level':
      return alertWords(
        context,
        body.rose ? 'alertRose' : isDeviceNews(body.alert) ? 'alertNow' : 'alertFell',
        body.alert,
      );
    case 'alert.updated':
      return alertWords(context, isDeviceNews(body.alert) ? 'alertNow' : 'alertUpdated', body.alert);
    case 'alert.repeated':
      return alertWords(context, 'alertRepeated', body.alert);
    case 'alert.cleared': {
      const alert = alertOf(body.alertId);
      const what = alert === null ? null : alertSubject(words, index, order, alert);
      return plain(t('record.alertCleared', { reason: t(`word.clearReason.${body.reason}`) }), what);
    }
    case 'breach.parted':
      return plain(t('record.parted', { level: t(`word.level.${body.level}`) }));
    case 'distance.measured':
      return plain(
        t('record.distance', {
          distance: formatDistance(common, body.separation.distance_m),
          victim: personName(words, index, body.victim),
        }),
      );
    case 'incident.acknowledged':
      return plain(
        t('record.acknowledged'),
        body.sounding === undefined ? null : t('record.acknowledgedUpTo', { n: body.sounding }),
      );
    case 'incident.escalated':
      return plain(t('record.escalated'), t('record.escalatedDetail', { code: body.code, n: body.sounding }));
    case 'incident.shelved': {
      const until = t('record.shelvedUntil', { time: formatTime(body.until_ms) });
      return plain(
        t('record.shelved', { reason: t(`word.shelveReason.${body.reason}`) }),
        body.text === null ? until : `${until} · ${body.text}`,
      );
    }
    case 'incident.unshelved':
      return plain(
        t(body.cause === 'operator' ? 'record.unshelvedOperator' : 'record.unshelvedTime'),
        body.sounding === undefined ? null : t('record.unshelvedSounds', { n: body.sounding }),
      );
    case 'incident.claimed':
      return plain(t('record.claimed'));
    case 'incident.taken':
      return plain(t('record.taken', { from: operatorName(index, body.from) }), t(`word.desk.${body.desk}`));
    case 'taking.explained':
      return plain(t('record.takingExplained'), body.reason);
    case 'incident.left': {
      const { operatorId, code, sounding: n } = body;
      const detail = t('record.leftDetail', { desk: t(`word.desk.${body.desk}`), code, n });
      return plain(t('record.left', { name: operatorName(index, operatorId) }), detail);
    }
    case 'unit.assigned': {
      const rank = body.rank === null ? null : t('record.assignedRank', { rank: body.rank });
      const eta = body.eta_s === null ? null : t('record.assignedEta', { eta: formatStopwatch(body.eta_s) });
      const detail = [rank, eta].filter((part) => part !== null).join(' · ');
      return plain(t('record.assigned', { unit: callsign(context, body.unitId) }), detail === '' ? null : detail);
    }
    case 'unit.released':
      return plain(
        t(body.divertedTo === undefined ? 'record.released' : 'record.diverted', {
          unit: callsign(context, body.unitId),
        }),
      );
    case 'unit.status':
      return plain(
        t('record.unitStatus', {
          unit: callsign(context, body.unitId),
          from: t(`word.unitStatus.${body.from}`),
          to: t(`word.unitStatus.${body.to}`),
        }),
        body.reportedBy === undefined ? null : t('record.byPatrol'),
      );
    case 'note.added':
      return plain(t('record.note'), body.text);
    case 'incident.resolved':
      return resolvedWords(context, body);
    case 'incident.reopened':
      return plain(t('record.reopened'), body.reason);
    case 'incident.closed':
      return plain(
        t('record.closed'),
        body.caseFollows === undefined
          ? body.review
          : `${body.review} · ${t(body.caseFollows ? 'record.caseFollows' : 'record.caseEnds')}`,
      );
    case 'lease.granted': {
      const subjects = body.subjects.map((id) => personName(words, index, id)).join(', ');
      const names = body.holders.map((id) => operatorName(index, id)).join(', ');
      const holders = t('record.leaseHolders', { names, time: formatTime(body.expiresAt_ms) });
      return plain(
        t('record.leaseGranted', { purpose: t(`word.purpose.${body.purpose}`), subjects }),
        body.reason === null ? holders : `${holders} — ${body.reason}`,
      );
    }
    case 'lease.renewed':
      return plain(t('record.leaseRenewed', { time: formatTime(body.expiresAt_ms) }));
    case 'lease.ended':
      return plain(t('record.leaseEnded', { reason: t(`word.leaseEnd.${body.reason}`) }));
    case 'lease.seen':
      return plain(t('record.breakGlassSeen'));
    case 'positions.deleted':
      return plain(t('record.positionsDeleted', { count: body.count }));
    default:
      return evidenceWords(context, body);
  }
};

/** Words of what is recorded for the evidence's sake, and of what passes between victim and desk. */
const evidenceWords = (context: RecordContext, body: EvidenceBody): EntryWords => {
  const { words, index } = context;
  const { t } = words;
  if (isOutageBody(body))
    return outageEntryWords(words, body, (step) =>
      t(`record.${PLAYBOOK_WORDS[step.state]}`, { step: stepName(context, step) }),
    );
  switch (body.kind) {
    case 'entry.corrected':
      return plain(correctionTitle(context, body.corrects), body.text);
    case 'guidance.sent': {
      const victim = personName(words, index, body.victim);
      return body.message.type === 'text'
        ? plain(t('record.guidanceText', { victim }), body.message.text)
        : plain(t('record.guidancePlace', { victim }), t('record.guidanceSealed'));
    }
    case 'guidance.delivered':
      return plain(t('record.guidanceDelivered'));
    case 'guidance.read':
      return plain(t('record.guidanceRead'));
    case 'guidance.answered':
      return plain(t('record.guidanceAnswered', { answer: t(`word.answer.${body.answer}`) }));
    case 'guidance.ended': {
      const { why, place, arrived } = body;
      const known = arrived === null ? 'unknown' : arrived ? 'arrived' : 'not-arrived';
      const kept = place === null ? null : t(`record.guidanceKept.${known}`, { place: t(`word.placeKind.${place}`) });
      return plain(t(`record.guidanceEnded.${why}`), kept);
    }
    case 'call.logged': {
      const { party, victim } = body;
      const name = victim === undefined ? null : personName(words, index, victim);
      const who = name === null ? t(`word.party.${party}`) : t('call.withVictim', { name });
      const said = { party: who, result: t(`word.callResult.${body.result}`) };
      return plain(t('record.call', said), body.text);
    }
    case 'playbook.step':
      return plain(t(`record.${PLAYBOOK_WORDS[body.state]}`, { step: stepName(context, body) }));
    case 'positions.committed': {
      const subjects = body.pieces.map(({ personId }) => personName(words, index, personId)).join(', ');
      return plain(
        t('record.positionsCommitted', { count: body.pieces.reduce((n, { points }) => n + points, 0), subjects }),
      );
    }
    case 'hold.set': {
      const cause = t(`word.holdCause.${body.cause}`);
      return plain(t('record.holdSet', { time: formatDateTime(body.until_ms), cause }), body.reason);
    }
    case 'hold.ended':
      return plain(t('record.holdEnded', { reason: t(`word.holdEnd.${body.reason}`) }), body.releaseReason ?? null);
    case 'evidence.exported': {
      const { size, reason } = body;
      return plain(
        t('record.exported'),
        t(body.positions ? 'record.exportedWith' : 'record.exportedWithout', { size, reason }),
      );
    }
    case 'record.restored':
      return plain(
        t('record.restored', { time: formatDateTime(body.backupAt_ms) }),
        t('record.restoredDetail', { size: body.size }),
      );
    case 'order.unwatched':
      return plain(t('record.unwatched', { order: orderNumber(index, body.orderId) }));
    case 'order.watched':
      return plain(t('record.watched', { order: orderNumber(index, body.orderId) }));
    case 'clock.wrong':
      return plain(
        t(body.offset_s < 0 ? 'record.clockBehind' : 'record.clockAhead', { offset: Math.abs(body.offset_s) }),
        t('record.clockDetail', {
          cause: t(`word.clockFault.${body.cause}`),
          consoles: t(`word.consolesSay.${body.consoles}`),
        }),
      );
    case 'clock.right':
      return plain(t('record.clockRight'));
    default:
      return unreachable(body);
  }
};

/** Words of a command that is still on its way, so that it shows in place. */
export const commandWords = (context: RecordContext, body: CommandBody): EntryWords => {
  const { t } = context.words;
  switch (body.kind) {
    case 'incident.acknowledge':
      return plain(t('record.acknowledged'));
    case 'incident.shelve':
      return plain(t('record.cmdShelve', { reason: t(`word.shelveReason.${body.reason}`) }), body.text);
    case 'incident.unshelve':
      return plain(t('record.cmdUnshelve'));
    case 'incident.claim':
      return plain(
        body.from === null
          ? t('record.cmdClaim')
          : t('record.cmdTake', { from: operatorName(context.index, body.from) }),
      );
    case 'taking.explain':
      return plain(t('record.takingExplained'), body.reason);
    case 'unit.assign':
      return plain(t('record.assigned', { unit: callsign(context, body.unitId) }));
    case 'unit.release':
      return plain(t('record.released', { unit: callsign(context, body.unitId) }));
    case 'unit.setStatus':
      return plain(
        t('record.cmdStatus', { unit: callsign(context, body.unitId), to: t(`word.unitStatus.${body.status}`) }),
      );
    case 'note.add':
      return plain(t('record.cmdNote'), body.text);
    case 'incident.resolve':
      return plain(t('record.cmdResolve', { outcome: outcomeWords(context, body) }), body.cause);
    case 'incident.reopen':
      return plain(t('record.reopened'), body.reason);
    case 'incident.close':
      return plain(t('record.cmdClose'), body.review);
    case 'lease.breakGlass':
      return plain(t('record.cmdBreakGlass'), body.reason);
    case 'lease.seen':
      return plain(t('record.breakGlassSeen'));
    case 'lease.review':
      return plain(t('record.cmdReview'), body.reason);
    case 'entry.correct':
      return plain(correctionTitle(context, body.corrects), body.text);
    case 'guidance.send':
      return plain(t('record.cmdGuidance'), body.message.type === 'text' ? body.message.text : null);
    case 'guidance.withdraw':
      return plain(t('record.cmdGuidanceWithdraw'));
    case 'call.log':
      return plain(t('record.cmdCall'), body.text);
    case 'playbook.step':
      return plain(t(`record.${PLAYBOOK_WORDS[body.state]}`, { step: stepName(context, body) }));
    case 'outage.acknowledge':
      return plain(t('record.outageAcknowledged'));
    case 'outage.step':
      return plain(t(`record.${PLAYBOOK_WORDS[body.state]}`, { step: stepName(context, body) }));
    case 'hold.set':
      return plain(t('record.cmdHold', { time: formatDateTime(body.until_ms) }), body.reason);
    case 'hold.release':
      return plain(t('record.cmdRelease'), body.reason);
    default:
      return unreachable(body);
  }
};

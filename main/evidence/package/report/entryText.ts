import type { AlertState } from '../../../../shared/domain/alerts.ts';
import { isDeviceNews, namedOffset } from '../../../../shared/domain/alerts.ts';
import type { DeviceEventKind } from '../../../../shared/domain/fixes.ts';
import type { Entry, EntryBody } from '../../../../shared/domain/incidents/entries.ts';
import { unreachable } from '../../../../shared/domain/result.ts';
import type { Speech } from './speech.ts';

const deviceText = ({ t }: Speech, kind: DeviceEventKind, clockOffset_s: number | undefined): string => {
  if (clockOffset_s === undefined) return t(`word.device.${kind}`);
  const { direction, unit, n } = namedOffset(clockOffset_s);
  return t(`word.clock.${direction}`, { span: t(`word.clock.${unit}`, { n }) });
};

const ruleText = (speech: Speech, { rule, clockOffset_s }: AlertState): string => {
  const { t, person, zone } = speech;
  switch (rule.type) {
    case 'proximity':
      return t('entry.rule_proximity', { name: person(rule.victim) });
    case 'zone':
      return t('entry.rule_zone', { zone: zone(rule.zone) });
    case 'device':
      return t('entry.rule_device', { event: deviceText(speech, rule.kind, clockOffset_s), name: person(rule.person) });
    case 'sos':
      return t('entry.rule_sos', { name: person(rule.person) });
    case 'watch':
      return t('entry.rule_watch');
  }
};

/** What sounded, in words: rule and level. */
export const soundingText = (speech: Speech, alert: AlertState): string =>
  `${ruleText(speech, alert)}, ${speech.t(`word.level.${alert.level}`)}`;

/** An alert in words: rule, level, certainty, code, and distance where there is one. */
export const alertText = (speech: Speech, alert: AlertState): string => {
  const { t, distance, time } = speech;
  const { separation, closestAt_ms } = alert;
  return t('entry.alert', {
    rule: ruleText(speech, alert),
    level: t(`word.level.${alert.level}`),
    certainty: t(`word.certainty.${alert.certainty}`),
    code: alert.code,
    distance:
      separation === null
        ? ''
        : t('entry.alertDistance', {
            distance: distance(separation.distance_m),
            min: distance(separation.min_m),
            max: distance(separation.max_m),
          }),
    closest: closestAt_ms === null ? '' : t('entry.alertClosest', { time: time(closestAt_ms) }),
    late: alert.late ? t('entry.alertLate') : '',
  });
};

const after = (text: string | null): string => (text === null ? '' : `. ${text}`);

/** What is kept of a way that a victim was led along: the kind of place, and whether they arrived; empty where nobody knows. */
export const guidanceKeptText = (
  { t }: Speech,
  { place, arrived }: Pick<Extract<EntryBody, { readonly kind: 'guidance.ended' }>, 'place' | 'arrived'>,
): string => {
  if (place === null) return '';
  const known = arrived === null ? 'unknown' : arrived ? 'arrived' : 'not-arrived';
  return t(`entry.guidanceKept.${known}`, { place: t(`word.placeKind.${place}`) });
};

/** What one entry says, in words. */
export const entryText = (speech: Speech, body: EntryBody): string => {
  const { t, person, unit, operator, time, distance, span } = speech;
  const list = (names: readonly string[]): string => (names.length === 0 ? t('entry.nobody') : names.join(', '));
  switch (body.kind) {
    case 'incident.raised':
      return t(body.follows === undefined ? 'entry.incident_raised' : 'entry.incident_raised_after', {
        order: body.orderId,
      });
    case 'alert.raised':
      return t('entry.alert_raised', { alert: alertText(speech, body.alert) });
    case 'alert.level':
      return t(`entry.alert_${body.rose ? 'rose' : isDeviceNews(body.alert) ? 'now' : 'fell'}`, {
        alert: alertText(speech, body.alert),
      });
    case 'alert.updated':
      return t(`entry.alert_${isDeviceNews(body.alert) ? 'now' : 'updated'}`, { alert: alertText(speech, body.alert) });
    case 'alert.repeated':
      return t('entry.alert_repeated', { alert: alertText(speech, body.alert) });
    case 'alert.cleared':
      return t('entry.alert_cleared', { reason: t(`word.clearReason.${body.reason}`) });
    case 'breach.parted':
      return t('entry.parted', { level: t(`word.level.${body.level}`) });
    case 'distance.measured':
      return t('entry.distance', {
        name: person(body.victim),
        distance: distance(body.separation.distance_m),
        min: distance(body.separation.min_m),
        max: distance(body.separation.max_m),
      });
    case 'incident.acknowledged':
      return t('entry.acknowledged', {
        upTo: body.sounding === undefined ? '' : t('entry.acknowledgedUpTo', { n: body.sounding }),
      });
    case 'incident.escalated':
      return t('entry.escalated', { code: body.code, n: body.sounding });
    case 'incident.shelved':
      return t('entry.shelved', {
        reason: t(`word.shelveReason.${body.reason}`),
        time: time(body.until_ms),
        text: after(body.text),
      });
    case 'incident.unshelved':
      return body.cause === 'operator'
        ? t('entry.unshelved_operator')
        : t('entry.unshelved_time', {
            again: body.sounding === undefined ? '' : t('entry.unshelved_again', { n: body.sounding }),
          });
    case 'incident.claimed':
      return t('entry.claimed');
    case 'incident.taken':
      return t('entry.taken', { from: operator(body.from), desk: t(`word.desk.${body.desk}`) });
    case 'taking.explained':
      return t('entry.takingExplained', { reason: body.reason });
    case 'incident.left':
      return t('entry.left', {
        name: operator(body.operatorId),
        desk: t(`word.desk.${body.desk}`),
        code: body.code,
        n: body.sounding,
      });
    case 'unit.assigned':
      return t('entry.assigned', {
        unit: unit(body.unitId),
        rank: body.rank === null ? '' : t('entry.assignedRank', { rank: body.rank }),
        eta: body.eta_s === null ? '' : t('entry.assignedEta', { eta: span(body.eta_s) }),
      });
    case 'unit.released':
      return body.divertedTo === undefined
        ? t('entry.released', { unit: unit(body.unitId) })
        : t('entry.diverted', { unit: unit(body.unitId), incident: body.divertedTo });
    case 'unit.status':
      return t('entry.unitStatus', {
        unit: unit(body.unitId),
        from: t(`word.unitStatus.${body.from}`),
        to: t(`word.unitStatus.${body.to}`),
        by: body.reportedBy === undefined ? '' : t('entry.byPatrol'),
      });
    case 'note.added':
      return t('entry.note', { text: body.text });
    case 'entry.corrected':
      return t('entry.corrected', { seq: body.corrects, text: body.text });
    case 'guidance.sent': {
      const name = person(body.victim);
      if (body.message.type === 'text') return t('entry.guidanceText', { name, text: body.message.text });
      const place = speech.placeOf(body.guidanceId);
      return place === null ? t('entry.guidancePlace', { name }) : t('entry.guidancePlaceOpen', { name, place });
    }
    case 'guidance.delivered':
      return t('entry.guidanceDelivered');
    case 'guidance.read':
      return t('entry.guidanceRead');
    case 'guidance.answered':
      return t('entry.guidanceAnswered', { answer: t(`word.answer.${body.answer}`) });
    case 'guidance.ended':
      return t(`entry.guidanceEnded.${body.why}`, { kept: guidanceKeptText(speech, body) });
    case 'call.logged':
      return t('entry.call', {
        party:
          body.victim === undefined
            ? t(`word.party.${body.party}`)
            : t('entry.callVictim', { name: person(body.victim) }),
        result: t(`word.callResult.${body.result}`),
        text: after(body.text),
      });
    case 'playbook.step':
      return t('entry.playbook', {
        playbook: body.playbook,
        step: body.step,
        state: t(`word.stepState.${body.state}`),
      });
    case 'incident.resolved':
      return t('entry.resolved', {
        outcome: t(`word.outcome.${body.outcome}`),
        because: body.falseCause === undefined ? '' : ` (${t(`word.falseCause.${body.falseCause}`)})`,
        cause: `${after(body.cause)}${body.despiteClosing === undefined ? '' : t('entry.resolvedClosing')}`,
      });
    case 'incident.reopened':
      return t('entry.reopened', { reason: body.reason });
    case 'incident.closed':
      return t('entry.closed', {
        review: `${body.review}${body.caseFollows === undefined ? '' : t(body.caseFollows ? 'entry.closedCase' : 'entry.closedNoCase')}`,
      });
    case 'lease.granted':
      return t('entry.leaseGranted', {
        purpose: t(`word.purpose.${body.purpose}`),
        subjects: list(body.subjects.map(person)),
        holders: list(body.holders.map(operator)),
        time: time(body.expiresAt_ms),
        reason: after(body.reason),
      });
    case 'lease.renewed':
      return t('entry.leaseRenewed', { time: time(body.expiresAt_ms) });
    case 'lease.seen':
      return t('entry.breakGlassSeen');
    case 'lease.ended':
      return t('entry.leaseEnded', { reason: t(`word.leaseEnd.${body.reason}`) });
    case 'positions.committed':
      return t('entry.committed', {
        n: body.pieces.reduce((sum, { points }) => sum + points, 0),
        subjects: list(body.pieces.map(({ personId }) => person(personId))),
      });
    case 'positions.deleted':
      return t('entry.deleted', { n: body.count });
    case 'hold.set':
      return t('entry.holdSet', {
        time: time(body.until_ms),
        cause: t(`word.holdCause.${body.cause}`),
        reason: after(body.reason),
      });
    case 'hold.ended':
      return t('entry.holdEnded', {
        reason: t(`word.holdEnd.${body.reason}`),
        why: after(body.releaseReason ?? null),
      });
    case 'evidence.exported':
      return t('entry.exported', {
        size: body.size,
        positions: t(body.positions ? 'entry.exportedWith' : 'entry.exportedWithout'),
        reason: body.reason,
      });
    case 'record.restored':
      return t('entry.restored', { time: time(body.backupAt_ms), size: body.size });
    case 'order.unwatched':
      return t('entry.unwatched', { order: body.orderId });
    case 'order.watched':
      return t('entry.watched', { order: body.orderId });
    case 'outage.began':
    case 'outage.changed':
    case 'outage.acknowledged':
    case 'outage.escalated':
    case 'outage.ended':
    case 'outage.step':
      return t('entry.outage', { what: t(`word.${body.kind}`) });
    case 'clock.wrong':
      return t(body.offset_s < 0 ? 'entry.clockBehind' : 'entry.clockAhead', {
        offset: Math.abs(body.offset_s),
        cause: t(`word.clockFault.${body.cause}`),
        consoles: t(`word.consolesSay.${body.consoles}`),
      });
    case 'clock.right':
      return t('entry.clockRight');
    default:
      return unreachable(body);
  }
};

/** Who made an entry, and in which role. */
export const actorText = ({ t, operator }: Speech, { actor }: Entry): string =>
  actor.type === 'system'
    ? t('report.system')
    : `${operator(actor.operatorId)} (${t(`word.operatorRole.${actor.role}`)})`;

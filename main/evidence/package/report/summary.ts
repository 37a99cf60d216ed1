import type { Content } from 'pdfmake/interfaces.js';
import { soundingAnswers, worstAnswer } from '../../../../shared/domain/kpi/answers.ts';
import { responseTimes } from '../../../../shared/domain/kpi/response.ts';
import type { Incident } from '../../../../shared/domain/incidents/state.ts';
import type { EvidenceRecord } from '../../../../shared/protocol/evidence.ts';
import { tiersWithin } from '../../../../shared/domain/tiers.ts';
import { guidanceKeptText, alertText } from './entryText.ts';
import type { Speech } from './speech.ts';
import { facts, heading, paragraph } from './text.ts';

const orderFacts = ({ order }: EvidenceRecord, { t, time, distance }: Speech): Content =>
  facts([
    [t('report.number'), `${order.number} (${order.id})`],
    [t('report.basis'), order.basis],
    [t('report.issuer'), order.issuer],
    [
      t('report.validity'),
      [
        t('report.range', { from: time(order.validFrom_ms), to: time(order.validTo_ms) }),
        ...(order.revokedAt_ms === null ? [] : [t('report.revoked', { time: time(order.revokedAt_ms) })]),
      ].join(', '),
    ],
    [
      t('report.limits'),
      tiersWithin(order.limits)
        .toReversed()
        .map(({ id, limit_m }) => `${t(`word.level.${id}`)} ${distance(limit_m)}`)
        .join(', '),
    ],
    [t('report.zones'), order.zones.map(({ kind }) => t(`word.zone.${kind}`)).join(', ') || t('report.none')],
  ]);

/** What raised the incident: its first alerts, before anybody acted. */
const raisedSentence = (record: EvidenceRecord, incident: Incident, speech: Speech): string => {
  const { t, time, person } = speech;
  const rules = record.entries.flatMap(({ entry: { body } }) =>
    body.kind === 'alert.raised' ? [alertText(speech, body.alert)] : [],
  );
  return t('report.s_raised', {
    time: time(incident.times.raisedAt_ms),
    order: record.order.number,
    offender: person(record.order.offender),
    rules: rules.join('; ') || t('report.none'),
  });
};

const closestSentence = ({ closest }: Incident, { t, time, person, distance }: Speech): string =>
  closest === null
    ? t('report.s_noClosest')
    : t('report.s_closest', {
        time: time(closest.at_ms),
        name: person(closest.victim),
        distance: distance(closest.separation.distance_m),
        min: distance(closest.separation.min_m),
        max: distance(closest.separation.max_m),
      });

/** How long the sounding waited that waited longest; nothing where there was only one, which the first answer tells of. */
const worstSentences = (record: EvidenceRecord, { t, span }: Speech): readonly string[] => {
  const answers = soundingAnswers(record.entries.map(({ entry }) => entry));
  const worst = worstAnswer(answers);
  if (worst === null || answers.length === 1) return [];
  const said = { n: worst.number, of: answers.length };
  return [
    worst.answer_s === null
      ? t('report.s_worstNever', said)
      : t('report.s_worst', { ...said, time: span(worst.answer_s) }),
  ];
};

const responseSentences = (record: EvidenceRecord, incident: Incident, speech: Speech): readonly string[] => {
  const { t, span, unit } = speech;
  const { answer_s, dispatch_s, arrival_s } = responseTimes(incident);
  const sent = new Set(
    record.entries.flatMap(({ entry: { body } }) => (body.kind === 'unit.assigned' ? [unit(body.unitId)] : [])),
  );
  return [
    answer_s === null ? t('report.s_notAnswered') : t('report.s_answered', { time: span(answer_s) }),
    ...worstSentences(record, speech),
    dispatch_s === null
      ? t('report.s_notDispatched')
      : t('report.s_dispatched', { time: span(dispatch_s), units: [...sent].join(', ') }),
    ...(arrival_s === null ? [] : [t('report.s_arrived', { time: span(arrival_s) })]),
    ...(incident.guidance.size === 0 ? [] : [t('report.s_guided', { n: incident.guidance.size })]),
    ...ledSentence(incident, speech),
  ];
};

/** Where victims were led and whether they arrived, as far as that outlives the positions. */
const ledSentence = (incident: Incident, speech: Speech): readonly string[] => {
  const kept = [...incident.guidance.values()].flatMap(({ ended }) =>
    ended === null || ended.place === null ? [] : [guidanceKeptText(speech, ended)],
  );
  return kept.length === 0 ? [] : [speech.t('report.s_led', { where: kept.join(',') })];
};

const endSentences = (record: EvidenceRecord, incident: Incident, { t, time }: Speech): readonly string[] => {
  const { resolvedAt_ms, closedAt_ms } = incident.times;
  const corrections = record.entries.filter(({ entry }) => entry.body.kind === 'entry.corrected').length;
  return [
    resolvedAt_ms === null || incident.outcome === null
      ? t('report.s_running')
      : t('report.s_resolved', { time: time(resolvedAt_ms), outcome: t(`word.outcome.${incident.outcome}`) }),
    ...(closedAt_ms === null ? [] : [t('report.s_closed', { time: time(closedAt_ms) })]),
    ...(incident.brokeGlass ? [t('report.s_breakGlass')] : []),
    ...(corrections === 0 ? [] : [t('report.s_corrections', { n: corrections })]),
  ];
};

/** What happened, in plain sentences. */
export const story = (record: EvidenceRecord, incident: Incident, speech: Speech): readonly string[] => [
  raisedSentence(record, incident, speech),
  [closestSentence(incident, speech), ...(incident.contactConfirmed ? [speech.t('report.s_contact')] : [])].join(' '),
  responseSentences(record, incident, speech).join(' '),
  endSentences(record, incident, speech).join(' '),
];

/** First section: order, people, outcome, what happened. */
export const summary = (record: EvidenceRecord, incident: Incident, speech: Speech): readonly Content[] => {
  const { t, person } = speech;
  return [
    heading(t('report.summary')),
    facts([
      [t('report.people'), [record.order.offender, ...record.order.victims].map(person).join(', ')],
      [t('report.status'), t(`word.status.${incident.status}`)],
      [t('report.outcome'), incident.outcome === null ? t('report.none') : t(`word.outcome.${incident.outcome}`)],
      [t('report.peak'), t('report.peakValue', { code: incident.peakCode })],
    ]),
    { text: t('report.orderTitle'), style: 'subheading' },
    orderFacts(record, speech),
    { text: t('report.happened'), style: 'subheading' },
    ...story(record, incident, speech).map(paragraph),
  ];
};

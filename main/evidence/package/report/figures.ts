import type { Content, TableCell } from 'pdfmake/interfaces.js';
import { incidentKpis } from '../../../../shared/domain/kpi/kpis.ts';
import type { Kpis } from '../../../../shared/domain/kpi/kpis.ts';
import type { Incident } from '../../../../shared/domain/incidents/state.ts';
import type { EvidenceRecord } from '../../../../shared/protocol/evidence.ts';
import { TIERS } from '../../../../shared/domain/tiers.ts';
import { soundingText } from './entryText.ts';
import type { Speech } from './speech.ts';
import { facts, flow, remark } from './text.ts';

/** What the first column of such a table holds, in ems. */
const NAME_EM = 18;

const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): Content => ({
  style: 'table',
  layout: 'lightHorizontalLines',
  table: {
    headerRows: 1,
    widths: head.map((_name, column) => (column === 0 ? '*' : 'auto')),
    body: [
      head.map((text): TableCell => ({ text, style: 'head' })),
      ...rows.map(([name = '', ...cells]): TableCell[] => [flow(name, NAME_EM), ...cells]),
    ],
  },
});

/** A table that would not fit on a page has to be broken. */
const section = (title: string, table: Content, note: string, unbreakable = true): Content => ({
  stack: [{ text: title, style: 'subheading' }, table, remark(note)],
  unbreakable,
});

const lengths = ({ times, closest }: Kpis, { t, span, time, person, distance }: Speech): Content => {
  const lasted = (seconds: number | null): string => (seconds === null ? t('report.notReached') : span(seconds));
  return facts([
    [t('report.travel'), lasted(times.travel_s)],
    [t('report.onSceneTime'), lasted(times.onScene_s)],
    [t('report.total'), lasted(times.total_s)],
    [
      t('report.closest'),
      closest === null
        ? t('report.notReached')
        : t('report.closestValue', {
            ...{ distance: distance(closest.separation.distance_m), name: person(closest.victim) },
            time: time(closest.at_ms),
          }),
    ],
  ]);
};

const farthestFirst = TIERS.toReversed();
/** Rows of a table that surely fit on a page with its title and note. */
const ROWS_A_PAGE = 20;

const answers = ({ answers: all }: Kpis, speech: Speech): readonly Content[] => {
  const { t, clock, span } = speech;
  return all.length === 0
    ? []
    : [
        section(
          t('report.answers'),
          tableOf(
            (['sounding', 'soundingCode', 'soundedAt', 'answeredAfter', 'escalatedAt'] as const).map((key) =>
              t(`report.${key}`),
            ),
            all.map(({ number, alert, at_ms, answer_s, escalatedAt_ms }) => [
              `${number}: ${soundingText(speech, alert)}`,
              String(alert.code),
              clock(at_ms),
              answer_s === null ? t('report.unanswered') : span(answer_s),
              escalatedAt_ms === null ? t('report.dash') : clock(escalatedAt_ms),
            ]),
          ),
          t('report.answersNote'),
          all.length <= ROWS_A_PAGE,
        ),
      ];
};

const tiers = ({ tiers: all }: Kpis, longestGap_s: number, { t, span, person }: Speech): readonly Content[] =>
  all.length === 0
    ? []
    : [
        section(
          t('report.tiers'),
          tableOf(
            [
              t('report.tierVictim'),
              ...farthestFirst.map(({ id }) => t(`word.level.${id}`)),
              t('report.tierKnown'),
              t('report.tierUnknown'),
            ],
            all.map(({ victim, within_s, known_s, unknown_s }) => [
              person(victim),
              ...farthestFirst.map(({ id }) => span(within_s[id])),
              span(known_s),
              span(unknown_s),
            ]),
          ),
          t('report.tiersNote', { gap: span(longestGap_s) }),
        ),
      ];

const units = ({ units: turns }: Kpis, { t, clock, unit }: Speech): readonly Content[] => {
  const at = (at_ms: number | null): string => (at_ms === null ? t('report.dash') : clock(at_ms));
  return turns.length === 0
    ? []
    : [
        section(
          t('report.units'),
          tableOf(
            (['unit', 'unitAssigned', 'unitEnRoute', 'unitOnScene', 'unitClear'] as const).map((key) =>
              t(`report.${key}`),
            ),
            turns.map(({ unitId, assignedAt_ms, enRouteAt_ms, onSceneAt_ms, clearAt_ms }) => [
              unit(unitId),
              ...[assignedAt_ms, enRouteAt_ms, onSceneAt_ms, clearAt_ms].map(at),
            ]),
          ),
          t('report.unitsNote'),
        ),
      ];
};

const clocks = ({ clocks: all }: Kpis, { t }: Speech): readonly Content[] => {
  const ms = (value: number): string => t('report.unit_ms', { value });
  return all.length === 0
    ? []
    : [
        section(
          t('report.clocks'),
          tableOf(
            (['clockConsole', 'clockCount', 'clockLeast', 'clockGreatest', 'clockLast'] as const).map((key) =>
              t(`report.${key}`),
            ),
            all.map(({ consoleId, count, least_ms, greatest_ms, last_ms }) => [
              consoleId,
              String(count),
              ...[least_ms, greatest_ms, last_ms].map(ms),
            ]),
          ),
          t('report.clocksNote'),
        ),
      ];
};

/**
 * What the response is judged by, derived from the entries: lengths of its parts, the answer of each sounding, time within the tiers, turns of the patrols, clocks
 * of the consoles. `longestGap_s`: see tierTimes.
 */
export const figures = (
  { entries, order }: EvidenceRecord,
  incident: Incident,
  longestGap_s: number,
  speech: Speech,
): readonly Content[] => {
  const kpis = incidentKpis(
    incident,
    entries.map(({ entry }) => entry),
    order.limits,
    longestGap_s,
  );
  return [
    lengths(kpis, speech),
    ...answers(kpis, speech),
    ...tiers(kpis, longestGap_s, speech),
    ...units(kpis, speech),
    ...clocks(kpis, speech),
  ];
};

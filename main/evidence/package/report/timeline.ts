import type { Content, TableCell } from 'pdfmake/interfaces.js';
import type { Entry } from '../../../../shared/domain/incidents/entries.ts';
import type { EvidenceRecord } from '../../../../shared/protocol/evidence.ts';
import { actorText, entryText } from './entryText.ts';
import type { Speech } from './speech.ts';
import { flow, heading, remark } from './text.ts';

/** Letters of a text that may fill much of a page. */
const LONG_TEXT = 900;

/** Widths of the columns, points; what is left is for what happened. */
const WIDTHS = [24, 50, 50, 78, '*', 58] as const;
/** The same in ems of the table's text, 8 points: as wide as a word may be. */
const TIME_EM = 6;
const WHO_EM = 9;
const WHAT_EM = 23;
const CONSOLE_EM = 7;

/** Every entry, in order; what corrects an entry stands below it, and in its own place too. */
export const timeline = ({ entries }: EvidenceRecord, speech: Speech): readonly Content[] => {
  const { t, time } = speech;
  const corrections = Map.groupBy(
    entries.flatMap(({ entry }) => (entry.body.kind === 'entry.corrected' ? [{ entry, body: entry.body }] : [])),
    ({ body }) => body.corrects,
  );
  const what = (entry: Entry): Content[] => [
    flow(entryText(speech, entry.body), WHAT_EM),
    ...(corrections.get(entry.seq) ?? []).map(({ entry: own, body }) => ({
      ...flow(t('entry.correctedBy', { seq: own.seq, who: actorText(speech, own), text: body.text }), WHAT_EM),
      style: 'correction',
    })),
  ];
  const row = ({ entry }: EvidenceRecord['entries'][number]): TableCell[] => [
    String(entry.seq),
    flow(time(entry.at_ms), TIME_EM),
    flow(time(entry.recordedAt_ms), TIME_EM),
    flow(actorText(speech, entry), WHO_EM),
    { stack: what(entry) },
    flow(entry.actor.type === 'system' ? t('report.dash') : entry.actor.consoleId, CONSOLE_EM),
  ];
  const head = ['colNo', 'colAt', 'colRecorded', 'colWho', 'colWhat', 'colConsole'] as const;
  return [
    heading(t('report.timeline')),
    remark(t('report.timelineNote')),
    {
      style: 'table',
      layout: 'lightHorizontalLines',
      table: {
        headerRows: 1,
        // A row that may be longer than a page has to break.
        dontBreakRows: entries.every(({ entry }) => entryText(speech, entry.body).length < LONG_TEXT),
        widths: [...WIDTHS],
        body: [head.map((key) => ({ text: t(`report.${key}`), style: 'head' })), ...entries.map(row)],
      },
    },
  ];
};

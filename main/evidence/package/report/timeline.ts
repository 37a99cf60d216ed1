import type { Content, TableCell } from 'pdfmake/interfaces.js';
import type { Entry } from '../../../../shared/domain/incidents/entries.ts';
import type { EvidenceRecord } from '../../../../shared/protocol/evidence.ts';
import { actorText, entryText } from './entryText.ts';
import type { Speech } from './speech.ts';
import { flow, heading, remark } from './text.ts';

/** Every entry, in order; what corrects an entry stands below it, and in its own place too. */
export const timeline = ({ entries }: EvidenceRecord, speech: Speech): readonly Content[] => {
  const { t, time } = speech;
  const corrections = Map.groupBy(
    entries.flatMap(({ entry }) => (entry.body.kind === 'entry.corrected' ? [{ entry, body: entry.body }] : [])),
    ({ body }) => body.corrects,
  );
  const what = (entry: Entry): Content[] => [
    flow(entryText(speech, entry.body)),
    ...(corrections.get(entry.seq) ?? []).map(({ entry: own, body }) => ({
      ...flow(t('entry.correctedBy', { seq: own.seq, who: actorText(speech, own), text: body.text })),
      style: 'correction',
    })),
  ];
  const row = ({ entry }: EvidenceRecord['entries'][number]): TableCell[] => [
    String(entry.seq),
    flow(time(entry.at_ms)),
    flow(time(entry.recordedAt_ms)),
    flow(actorText(speech, entry)),
    { stack: what(entry) },
    flow(entry.actor.type === 'system' ? t('report.dash') : entry.actor.consoleId),
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
        dontBreakRows: true,
        widths: [24, 50, 50, 78, '*', 58],
        body: [head.map((key) => ({ text: t(`report.${key}`), style: 'head' })), ...entries.map(row)],
      },
    },
  ];
};

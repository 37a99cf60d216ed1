import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { EvidenceData, EvidenceRecord } from '../../../../shared/protocol/evidence.ts';
import { fingerprintOf } from '../../log/heads.ts';
import { foldIncident } from '../incident.ts';
import { packageName } from '../names.ts';
import type { Language } from '../../../../shared/domain/languages.ts';
import type { Basemap } from './basemap.ts';
import { chartSvg } from './chart.ts';
import { figures } from './figures.ts';
import { mapSvg } from './map.ts';
import { speechOf } from './speech.ts';
import type { Speech } from './speech.ts';
import { summary } from './summary.ts';
import { facts, flow, heading, paragraph, remark } from './text.ts';
import { timeline } from './timeline.ts';
import { responseTable } from './times.ts';

const STYLES: NonNullable<TDocumentDefinitions['styles']> = {
  title: { fontSize: 18, bold: true },
  training: { fontSize: 12, bold: true, color: '#b3261e', margin: [0, 4, 0, 0] },
  heading: { fontSize: 13, bold: true, margin: [0, 14, 0, 6] },
  subheading: { fontSize: 10.5, bold: true, margin: [0, 6, 0, 2] },
  paragraph: { margin: [0, 0, 0, 5], lineHeight: 1.25 },
  remark: { fontSize: 8, color: '#555', margin: [0, 2, 0, 6], lineHeight: 1.2 },
  name: { color: '#555' },
  table: { fontSize: 8 },
  head: { bold: true, fontSize: 8, color: '#333' },
  correction: { bold: true, margin: [0, 2, 0, 0] },
};

/** Ems across half the page at the size of the footer. */
const FOOT_EM = 34;

const title = (record: EvidenceRecord, { t, time, operator }: Speech): Content[] => [
  { text: t('report.title'), style: 'title' },
  ...(record.mode === 'training' ? [{ text: t('report.training'), style: 'training' }] : []),
  { text: t('report.subtitle', { incident: record.incidentId }), margin: [0, 4, 0, 4] },
  remark(
    t('report.exported', { time: time(record.exportedAt_ms), who: operator(record.exportedBy), reason: record.reason }),
  ),
  remark(t('report.zone')),
];

const mapSection = (data: EvidenceData, basemap: Basemap, speech: Speech): Content[] => {
  const { t, time } = speech;
  const svg = mapSvg(data, basemap, speech);
  const deleted = data.record.entries.findLast(({ entry }) => entry.body.kind === 'positions.deleted');
  if (svg !== null)
    return [{ stack: [heading(t('report.map')), { svg, width: 515 }, remark(t('report.mapNote'))], unbreakable: true }];
  return [
    heading(t('report.map')),
    paragraph(
      deleted === undefined ? t('report.mapNone') : t('report.mapDeleted', { time: time(deleted.entry.at_ms) }),
    ),
  ];
};

const chartSection = (record: EvidenceRecord, speech: Speech): Content[] => {
  const { t } = speech;
  const svg = chartSvg(record, speech);
  return svg === null
    ? [heading(t('report.chart')), paragraph(t('report.chartNone'))]
    : [
        {
          stack: [heading(t('report.chart')), { svg, width: 515 }, remark(t('report.chartNote'))],
          unbreakable: true,
        },
      ];
};

const verifySection = ({ incidentId, signedHead, entries }: EvidenceRecord, { t, time }: Speech): Content => {
  const { logId, size, root, at_ms, publicKey } = signedHead.head;
  const fingerprint = fingerprintOf(publicKey);
  return {
    unbreakable: true,
    stack: [
      heading(t('report.verify')),
      paragraph(t('report.verify1')),
      paragraph(t('report.verify2')),
      facts([
        [t('report.logId'), logId],
        [t('report.size'), String(size)],
        [t('report.entriesCount'), String(entries.length)],
        [t('report.root'), root],
        [t('report.headAt'), time(at_ms)],
        [t('report.fingerprint'), fingerprint],
        [t('report.command'), `jikim verify ${packageName(incidentId)} --key FINGERPRINT`],
      ]),
      paragraph(t('report.verify3')),
    ],
  };
};

/** What a report is drawn with beside the evidence. */
export type Drawing = {
  readonly basemap: Basemap;
  /** How long a measured distance may stand for what follows, s: the server's policy. */
  readonly longestGap_s: number;
};

/** What a prosecutor reads, as a definition that `renderPdf` draws. Pure: the same data give the same definition. */
export const reportOf = (
  data: EvidenceData,
  { basemap, longestGap_s }: Drawing,
  language: Language,
): TDocumentDefinitions => {
  const { record } = data;
  const speech = speechOf(data, language);
  const { t } = speech;
  const incident = foldIncident(record);
  const date = new Date(record.exportedAt_ms);
  return {
    pageSize: 'A4',
    pageMargins: [40, 44, 40, 48],
    language,
    // Fixed, so that the same evidence gives the same bytes.
    info: { title: t('report.title'), producer: 'Jikim', creator: 'Jikim', creationDate: date, modDate: date },
    defaultStyle: { font: 'NotoSansKR', fontSize: 9.5 },
    styles: STYLES,
    header: {
      margin: [40, 18, 40, 0],
      columns: [
        { text: record.mode === 'training' ? t('report.training') : '', color: '#b3261e', fontSize: 7.5, bold: true },
        {
          text: t('report.subtitle', { incident: record.incidentId }),
          alignment: 'right',
          fontSize: 7.5,
          color: '#555',
        },
      ],
    },
    footer: (page, pages) => ({
      margin: [40, 12, 40, 0],
      columns: [
        { ...flow(t('report.log', { log: record.signedHead.head.logId }), FOOT_EM), fontSize: 7.5, color: '#555' },
        { text: t('report.page', { page, pages }), alignment: 'right', fontSize: 7.5, color: '#555' },
      ],
    }),
    // A heading never stands alone at the foot of a page.
    pageBreakBefore: (node, nodes) => node.headlineLevel === 1 && nodes.getFollowingNodesOnPage().length === 0,
    content: [
      ...title(record, speech),
      ...(incident === null ? [] : summary(record, incident, speech)),
      ...mapSection(data, basemap, speech),
      ...chartSection(record, speech),
      ...(incident === null
        ? []
        : [
            { stack: [...responseTable(incident, speech)], unbreakable: true },
            ...figures(record, incident, longestGap_s, speech),
          ]),
      ...timeline(record, speech),
      verifySection(record, speech),
    ],
  };
};

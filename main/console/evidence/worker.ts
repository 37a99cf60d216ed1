import { parentPort, workerData } from 'node:worker_threads';
import { buildPackage } from '../../evidence/package/build.ts';
import { renderPdf } from '../../evidence/package/report/pdf.ts';
import { reportOf } from '../../evidence/package/report/report.ts';
import { LANGUAGES } from '../../../shared/domain/languages.ts';
import type { Language } from '../../../shared/domain/languages.ts';
import type { Making } from './make.ts';
import { reportBasemap, withReportFonts } from './assets.ts';

/*
 * Builds a package in a thread of its own: drawing the reports takes seconds, in which the console's link would miss its heartbeats.
 */

// `makePackage` starts this thread, and nobody else does: what it hands over is evidence that fitted its schema.
const { data, longestGap_s } = workerData as Making;
const basemap = reportBasemap();
const made = await withReportFonts(async (fonts) => {
  const reports = new Map<Language, Uint8Array>();
  for (const language of LANGUAGES)
    reports.set(language, await renderPdf(reportOf(data, { basemap, longestGap_s }, language), fonts));
  return buildPackage(data, reports);
});

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
parentPort?.postMessage(made);

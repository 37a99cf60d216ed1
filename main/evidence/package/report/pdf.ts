import pdfmake from 'pdfmake';
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';

/** Files of Noto Sans KR: 400 and 700. */
export type Fonts = { readonly normal: string; readonly bold: string };

/**
 * Draws a report. Nothing is fetched, and no file is read but the two fonts.
 * @returns the PDF; the same definition and fonts give the same bytes.
 */
export const renderPdf = async (definition: TDocumentDefinitions, { normal, bold }: Fonts): Promise<Uint8Array> => {
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path) => path === normal || path === bold);
  // The face has no italics; none are asked for.
  pdfmake.setFonts({ NotoSansKR: { normal, bold, italics: normal, bolditalics: bold } });
  return await pdfmake.createPdf(definition).getBuffer();
};

import pdfmake from 'pdfmake';
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';

/** Noto Sans KR as TrueType: 400 and 700. */
export type Fonts = { readonly normal: Buffer; readonly bold: Buffer };

/** pdfmake's files in memory, which its types leave out. */
type InMemory = { readonly virtualfs: { readonly writeFileSync: (name: string, content: Buffer) => void } };
const { virtualfs } = pdfmake as typeof pdfmake & InMemory;

const NORMAL = 'normal.ttf';
const BOLD = 'bold.ttf';

/**
 * Draws a report. Nothing is fetched, and no file is read.
 * @returns the PDF; the same definition and fonts give the same bytes.
 */
export const renderPdf = async (definition: TDocumentDefinitions, { normal, bold }: Fonts): Promise<Uint8Array> => {
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy(() => false);
  virtualfs.writeFileSync(NORMAL, normal);
  virtualfs.writeFileSync(BOLD, bold);
  // The face has no italics; none are asked for.
  pdfmake.setFonts({ NotoSansKR: { normal: NORMAL, bold: BOLD, italics: NORMAL, bolditalics: BOLD } });
  return await pdfmake.createPdf(definition).getBuffer();
};

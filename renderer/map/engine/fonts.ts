import { bundledBasemap } from '../style/bundled.ts';
import { styleLetters } from '../style/style.ts';

const FAMILY = '"Noto Sans KR"';
const ASCII = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join('');

/**
 * Loads the parts of the bundled font that hold the map's letters. Both engines draw letters into a texture once: a letter
 * drawn before its font has arrived would stay in the wrong one. A part that does not load is left to the system's font.
 */
export const loadMapFonts = async (letters: string): Promise<void> => {
  const base = document.fonts.load(`400 24px ${FAMILY}`, styleLetters(bundledBasemap) + ASCII);
  const labels = document.fonts.load(`600 24px ${FAMILY}`, letters + ASCII);
  await Promise.allSettled([base, labels]);
};

/** Parts fetched at a time: few, so that what the screen waits for is hardly held up by them. */
const AT_A_TIME = 4;

type Part = Pick<FontFace, 'load'>;

/**
 * Fetches every part of the page's fonts, whether a letter of it has been shown or not. Parts are fetched as letters need them otherwise,
 * and once the process that serves the page has died, a name with a new syllable would be drawn as boxes. A part that cannot be fetched is
 * left to the system's font.
 */
export const loadWholeFonts = async (parts: Iterable<Part>): Promise<void> => {
  const waiting = [...parts];
  const fetchNext = async (): Promise<void> => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
      await part.load().catch(() => undefined);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, fetchNext));
};

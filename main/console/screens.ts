import type { SessionView } from '../../shared/api/contract.ts';
import type { Screen } from '../../shared/api/screen.ts';

/** More pages than anybody opens; what is kept of the longest untouched one goes first. */
const PAGES_LIMIT = 16;

export type Screens = {
  readonly keep: (page: string, session: SessionView, screen: Screen) => void;
  /** What the page showed before it was loaded again, to the operator it showed it to and to nobody else. */
  readonly kept: (page: string, session: SessionView | null) => Screen | null;
  readonly clear: () => void;
};

type Kept = { readonly owner: string; readonly screen: Screen };

const ownerOf = ({ operator, mode }: SessionView): string => `${mode} ${operator.id}`;

/** What each page had on the screen, so that a crash of the page takes nothing away. In memory only. */
export const createScreens = (): Screens => {
  const pages = new Map<string, Kept>();
  return {
    keep: (page, session, screen) => {
      pages.delete(page);
      pages.set(page, { owner: ownerOf(session), screen });
      const oldest = pages.keys().next();
      if (pages.size > PAGES_LIMIT && oldest.done !== true) pages.delete(oldest.value);
    },
    kept: (page, session) => {
      const found = pages.get(page);
      return found !== undefined && session !== null && found.owner === ownerOf(session) ? found.screen : null;
    },
    clear: () => pages.clear(),
  };
};

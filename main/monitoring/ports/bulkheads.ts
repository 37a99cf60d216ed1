import type { ServerPart } from '../../../shared/protocol/impairments.ts';

/** Keeps one order, device, desk or listener that fails from harming those beside it. */
export type Bulkhead = {
  /**
   * Does something of a part for one of those that it works for. What is thrown is counted, logged and told to whom it concerns, and goes no
   * further; the next time that it goes well it is told as mended. `of` names which one, and is told to nobody.
   * @returns whether it went well.
   */
  readonly run: (part: ServerPart, of: string, work: () => void) => boolean;
  /** The same for what was tried elsewhere: `thrown` is null where it went well. */
  readonly report: (part: ServerPart, of: string, thrown: unknown) => void;
};

/** For runs that nobody watches: what fails ends them. */
export const noBulkhead: Bulkhead = {
  run: (_part, _of, work) => {
    work();
    return true;
  },
  report: (_part, _of, thrown) => {
    if (thrown !== null) throw thrown instanceof Error ? thrown : new Error('something was thrown', { cause: thrown });
  },
};

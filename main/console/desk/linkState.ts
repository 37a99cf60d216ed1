import type { LinkState, SessionView } from '../../../shared/api/contract.ts';
import type { Frames } from '../link/frames.ts';
import type { Link } from '../link/link.ts';
import type { RecordKeeper } from '../record/record.ts';
import type { Refused } from '../refused.ts';
import type { SessionKeeper } from '../session/session.ts';
import type { DiskWatch } from '../store/disk.ts';

/** A trainer on a live server reads neither record nor positions (protocol). */
export const mayRead = (session: SessionView | null): boolean =>
  session !== null && (session.mode === 'training' || session.operator.role !== 'trainer');

/** The state of a desk's link, as windows are told of it. */
export const createLinkState =
  (parts: {
    readonly link: Link;
    /** This console's clock. */
    readonly now: () => number;
    readonly session: SessionKeeper;
    readonly record: RecordKeeper;
    readonly refused: Refused;
    readonly frames: Frames;
    readonly disk: DiskWatch;
  }) =>
  (): LinkState => {
    const session = parts.session.view();
    // Whoever may not read the record has nothing to catch up with.
    const hasNothingToRead = session !== null && !mayRead(session);
    return {
      ...parts.link.view(),
      told_ms: parts.now(),
      caughtUp: hasNothingToRead ? parts.link.isUp() : parts.record.isCaughtUp(),
      refusedMessages: parts.refused.total(),
      droppedFrames: parts.frames.dropped(),
      diskFailingSince_ms: parts.disk.failingSince_ms(),
    };
  };

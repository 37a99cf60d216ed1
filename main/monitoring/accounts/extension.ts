import type { SessionPolicy } from '../../../shared/domain/deskPolicy.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { ExtendRefusal } from '../../../shared/protocol/messages.ts';
import type { StoredSession } from '../ports/commit.ts';

/**
 * Until when a session lasts that its operator asks to extend. Near its end anybody may have it extended once; again only while they work an
 * incident, since nobody should have to sign in anew in the middle of one.
 */
export const extensionOf = (
  { startedAt_ms, expiresAt_ms }: Pick<StoredSession, 'startedAt_ms' | 'expiresAt_ms'>,
  policy: SessionPolicy,
  { now_ms, worksIncident }: { readonly now_ms: number; readonly worksIncident: boolean },
): Result<number, ExtendRefusal> => {
  if (now_ms >= expiresAt_ms) return err('not-signed-in');
  if (now_ms < expiresAt_ms - policy.warnBefore_s * 1000) return err('not-yet');
  const wasExtended = expiresAt_ms > startedAt_ms + policy.duration_s * 1000;
  if (wasExtended && !worksIncident) return err('no-incident');
  const until_ms = Math.min(expiresAt_ms + policy.extension_s * 1000, startedAt_ms + policy.longest_s * 1000);
  return until_ms > expiresAt_ms ? ok(until_ms) : err('longest');
};

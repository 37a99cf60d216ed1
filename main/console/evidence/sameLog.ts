import type { Refusal } from '../../../shared/domain/incidents/commands.ts';
import type { SignedHead } from '../../../shared/domain/log.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { LogNews } from '../../../shared/protocol/messages.ts';
import type { Link } from '../link/link.ts';
import type { CallFailure } from '../link/socket.ts';
import { isSigned, judgeHead } from '../witness/judge.ts';

/** Why a head is not taken for one of the log this console knows. `log`: it is of another, or of another history. */
export type StrangeHead =
  | { readonly at: 'server'; readonly refusal: Refusal }
  | { readonly at: 'link'; readonly failure: CallFailure }
  | { readonly at: 'log' };

/** A head may be signed between two questions; a server that signs one each time is not asked for ever. */
const TRIES = 5;

const STRANGE = err({ at: 'log' } as const);

const newsSince = async (link: Pick<Link, 'call'>, since: number): Promise<Result<LogNews, StrangeHead>> => {
  const answer = await link.call('head', { since });
  if (!answer.ok) return err({ at: 'link', failure: answer.error });
  return answer.value.ok ? answer.value : err({ at: 'server', refusal: answer.value.error });
};

/** Whether the tree of `newest` begins with that of `older`. */
const continues = (older: SignedHead, newest: SignedHead, { proof }: LogNews): boolean => {
  const verdict = judgeHead(older.head, newest, proof, Infinity);
  // What a server's clock says of them is another matter: the history has been proven before it is asked.
  return newest.head.logId === older.head.logId && (verdict.ok || verdict.error === 'time');
};

/**
 * Whether `head` is of the same log and the same history as the last one this console saw, where it saw any. Which of them is newer is
 * not asked: the server must prove that its newest one continues both.
 */
export const isOfKnownLog = async (
  link: Pick<Link, 'call'>,
  seen: SignedHead | null,
  head: SignedHead,
): Promise<Result<null, StrangeHead>> => {
  if (!isSigned(head)) return STRANGE;
  if (seen === null) return ok(null);
  if (head.head.logId !== seen.head.logId || head.head.publicKey !== seen.head.publicKey) return STRANGE;
  for (let tried = 1; tried <= TRIES; tried += 1) {
    const [fromSeen, fromHead] = await Promise.all([newsSince(link, seen.head.size), newsSince(link, head.head.size)]);
    if (!fromSeen.ok) return fromSeen;
    if (!fromHead.ok) return fromHead;
    const [newest, same] = [fromSeen.value.signedHead, fromHead.value.signedHead];
    if (newest === null || same === null) return STRANGE;
    if (newest.head.root !== same.head.root) continue;
    return continues(seen, newest, fromSeen.value) && continues(head, newest, fromHead.value) ? ok(null) : STRANGE;
  }
  return STRANGE;
};

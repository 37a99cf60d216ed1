import { fromHex } from '../../evidence/log/hashes.ts';
import { isHeadSigned } from '../../evidence/log/heads.ts';
import { isConsistent } from '../../evidence/log/proofs.ts';
import type { LogFaultKind } from '../../../shared/api/log.ts';
import type { LogHead, Proof, SignedHead } from '../../../shared/domain/log.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';

/** Why a head is not taken: a breach of the log's promise, or a head that is merely not to be believed now. */
export type Verdict = Result<SignedHead, LogFaultKind | 'time'>;

/** Clocks of servers are set right now and then, by less than this; a head outside of it is no fresh one. */
const CLOCK_SLACK_MS = 5 * 60_000;

/** A key that is none at all makes the library throw, which says the same as a signature that does not fit. */
export const isSigned = (signed: SignedHead): boolean => {
  try {
    return isHeadSigned(signed);
  } catch {
    return false;
  }
};

const treeOf = ({ size, root }: LogHead) => ({ size, root: fromHex(root) });

/**
 * Judges a head of a log against the last head seen of the same log (null: none yet, and its key is taken on trust). `proof` must be
 * the one from the seen size. `now_ms` is the server's clock as the console knows it.
 */
export const judgeHead = (seen: LogHead | null, signed: SignedHead, proof: Proof, now_ms: number): Verdict => {
  const { head } = signed;
  if (seen !== null && head.publicKey !== seen.publicKey) return err('key-changed');
  if (!isSigned(signed)) return err('signature');
  if (seen !== null) {
    // Equal sizes need no proof, and one that was made for another size means nothing.
    const path = head.size === seen.size ? [] : proof.map(fromHex);
    if (!isConsistent(treeOf(seen), treeOf(head), path)) return err('rewritten');
    if (head.at_ms < seen.at_ms - CLOCK_SLACK_MS) return err('time');
  }
  return head.at_ms > now_ms + CLOCK_SLACK_MS ? err('time') : ok(signed);
};

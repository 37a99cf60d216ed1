import { createHash } from 'node:crypto';
import type { Digest } from '../../../shared/domain/ids.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import { canonical, sha256 } from '../canonical.ts';

/** A node of the tree: 32 bytes of SHA-256. */
export type Hash = Uint8Array;
export const HASH_BYTES = 32;

const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

/** Leaf hash of RFC 6962, section 2.1: SHA-256(0x00 ‖ leaf). */
export const hashLeaf = (leaf: string | Uint8Array): Hash => createHash('sha256').update(LEAF).update(leaf).digest();

/** Inner node of RFC 6962, section 2.1: SHA-256(0x01 ‖ left ‖ right). */
export const hashNode = (left: Hash, right: Hash): Hash => sha256(Buffer.concat([NODE, left, right]));

/** Leaf of an entry: the hash of its canonical form. */
export const hashEntry = (entry: Entry): Hash => hashLeaf(canonical(entry));

/** Root of the empty tree: SHA-256 of nothing. */
export const EMPTY_ROOT: Hash = sha256('');

export const toHex = (hash: Hash): Digest => Buffer.from(hash).toString('hex');
export const fromHex = (digest: Digest): Hash => Buffer.from(digest, 'hex');
export const isSame = (a: Hash, b: Hash): boolean => Buffer.compare(a, b) === 0;

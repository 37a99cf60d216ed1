import type { LinkState } from '../../../shared/api/contract.ts';
import { LATE_AFTER_MS } from '../../lib/apartness.ts';
import type { BridgeStatus } from '../../bridge/index.ts';

export type LinkNotice = { readonly kind: 'bridgeDown' | 'refused' | 'lost' | 'late'; readonly since_ms: number };

type Input = {
  readonly bridge: BridgeStatus;
  readonly link: LinkState | null;
  /** When the last frame arrived, this machine's clock; 0 = never. */
  readonly receivedAt_ms: number;
  readonly now_ms: number;
};

/** What must be said across the whole screen about the way to the server; null while all is well. */
export const linkNotice = ({ bridge, link, receivedAt_ms, now_ms }: Input): LinkNotice | null => {
  if (!bridge.up) return { kind: 'bridgeDown', since_ms: bridge.since_ms };
  if (link === null) return null;
  switch (link.status) {
    case 'refused':
      return { kind: 'refused', since_ms: link.since_ms };
    case 'lost':
    case 'connecting':
      return { kind: 'lost', since_ms: link.since_ms };
    case 'up':
      return receivedAt_ms > 0 && now_ms - Math.max(receivedAt_ms, link.since_ms) > LATE_AFTER_MS
        ? { kind: 'late', since_ms: receivedAt_ms }
        : null;
  }
};

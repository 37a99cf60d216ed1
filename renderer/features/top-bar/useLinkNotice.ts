import { useNow } from '../../stores/clock.ts';
import { usePresence } from '../../stores/presence.ts';
import { useSession } from '../../stores/session.ts';
import { linkNotice } from './linkNotice.ts';
import type { LinkNotice } from './linkNotice.ts';

export const useLinkNotice = (): LinkNotice | null => {
  const bridge = useSession((state) => state.bridge);
  const link = useSession((state) => state.link);
  const receivedAt_ms = usePresence((state) => state.receivedAt_ms);
  return linkNotice({ bridge, link, receivedAt_ms, now_ms: useNow() });
};

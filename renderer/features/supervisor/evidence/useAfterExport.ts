import { useSession } from '../../../stores/session.ts';

/** How long automatic holds last after an export with positions, s; without end while the server's policy is not known yet. */
export const useAfterExport = (): number =>
  useSession((state) => state.directory?.policy.hold.afterExport_s ?? Number.POSITIVE_INFINITY);

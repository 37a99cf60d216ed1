import type { IncidentId } from '../../../shared/domain/ids.ts';
import { useIsUnrecorded } from '../../stores/record.ts';
import { UnrecordedMark } from './UnrecordedMark.tsx';

type Props = { readonly incidentId: IncidentId; readonly isShort?: boolean };

/** At an incident of which something is not recorded yet; nothing at any other. */
export const UnrecordedTag = ({ incidentId, isShort = false }: Props) =>
  useIsUnrecorded(incidentId) ? <UnrecordedMark isShort={isShort} /> : null;

export { IncidentPanel } from './IncidentPanel.tsx';
export { useSendableDrafts } from './useSendableDrafts.ts';

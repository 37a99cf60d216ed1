export { IncidentPanel } from './IncidentPanel.tsx';

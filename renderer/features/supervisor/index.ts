export { SupervisorView } from './SupervisorView.tsx';

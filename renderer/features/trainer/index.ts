export { TrainerView } from './TrainerView.tsx';

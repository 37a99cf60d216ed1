export { RecordTimeline } from './RecordTimeline.tsx';

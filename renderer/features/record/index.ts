export { RecordTimeline } from './RecordTimeline.tsx';
export type { RecordReplay } from './RecordTimeline.tsx';
export type { ReplayMoment } from './model.ts';

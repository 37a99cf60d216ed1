export { Alarm } from './Alarm.tsx';

export { Alarm } from './Alarm.tsx';
export { LockedAlarm } from './LockedAlarm.tsx';
export { SoundBar } from './SoundBar.tsx';

export { Alarm } from './Alarm.tsx';
export { AlarmRate } from './AlarmRate.tsx';
export { LockedAlarm } from './LockedAlarm.tsx';
export { SoundBar } from './SoundBar.tsx';
export { useAlarmLoad } from './useAlarmLoad.ts';

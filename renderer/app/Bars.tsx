import { TakenBar } from '../features/claim/index.ts';
import { SoundBar } from '../features/alarm/index.ts';
import {
  ClockBar,
  DiskBar,
  ImpairedBar,
  LinkBar,
  MachineClockBar,
  RestartBar,
  ServerStoreBar,
  SessionBar,
  SetAsideBar,
  SilentDesksBar,
  UnwatchedBar,
  BreakGlassBar,
} from '../features/top-bar/index.ts';
import { ReturnedBar, StrandedBar } from '../features/returned/index.ts';
import { EachAlone } from '../ui/EachAlone.tsx';
import { FirstBar } from './outbox/FirstBar.tsx';
import { OutboxBar } from './outbox/OutboxBar.tsx';
import styles from './Bars.module.css';

/**
 * All bars of the desk in one place, below everything else: a bar that comes takes its room from there and moves no row that somebody points
 * at. First what keeps an alarm from being heard, then what its operator has to do, then what only has to be known.
 */
export const Bars = () => (
  <div className={styles['bars']} data-testid="bars">
    <EachAlone>
      <SoundBar />
      <LinkBar />
      <UnwatchedBar />
      <ServerStoreBar />
      <DiskBar />
      <ClockBar />
      <ImpairedBar />
      <SilentDesksBar />
      <SessionBar />
      <TakenBar />
      <ReturnedBar />
      <BreakGlassBar />
      <StrandedBar />
      <SetAsideBar />
      <MachineClockBar />
      <RestartBar />
      <OutboxBar />
      <FirstBar />
    </EachAlone>
  </div>
);

export { BreakGlassBar } from './BreakGlassBar.tsx';
export { DiskBar } from './DiskBar.tsx';
export { LinkBar } from './LinkBar.tsx';
export { RestartBar } from './RestartBar.tsx';
export { SetAsideBar } from './SetAsideBar.tsx';
export { ServerStoreBar } from './ServerStoreBar.tsx';
export { TopBar } from './TopBar.tsx';
export { UnwatchedBar } from './UnwatchedBar.tsx';

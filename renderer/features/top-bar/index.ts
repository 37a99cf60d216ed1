export { DiskBar } from './DiskBar.tsx';
export { LinkBar } from './LinkBar.tsx';
export { TopBar } from './TopBar.tsx';

export { LogBar } from './LogBar.tsx';

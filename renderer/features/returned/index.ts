export { ReturnedBar } from './ReturnedBar.tsx';
export { ReturnedHere } from './ReturnedHere.tsx';
export { StrandedBar } from './StrandedBar.tsx';

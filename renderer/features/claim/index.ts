export { ClaimLine } from './ClaimLine.tsx';
export { ClaimTag } from './ClaimTag.tsx';
export { TakenBar } from './TakenBar.tsx';

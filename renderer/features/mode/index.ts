export { ModeBadge } from './ModeBadge.tsx';
export { titleOf, useModeTitle } from './title.ts';

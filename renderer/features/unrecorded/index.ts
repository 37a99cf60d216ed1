export { LeftOutNote } from './LeftOutNote.tsx';
export { UnrecordedMark } from './UnrecordedMark.tsx';
export { UnrecordedTag } from './UnrecordedTag.tsx';

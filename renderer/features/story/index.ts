export { StoryLinks } from './StoryLinks.tsx';

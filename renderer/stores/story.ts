import { useMemo } from 'react';
import type { Incident } from '../../shared/domain/incidents/state.ts';
import { storyOf } from '../../shared/domain/incidents/story.ts';
import { useRecord } from './record.ts';

/** The incidents of one story, in the order in which they came. */
export const useStory = (incident: Incident): readonly Incident[] => {
  const world = useRecord((state) => state.world);
  return useMemo(() => storyOf(world, incident), [world, incident]);
};

import { useEffect, useState } from 'react';
import { createStore } from 'zustand/vanilla';
import { MapFrame } from './MapFrame.tsx';
import { startReview } from './review/controller.ts';
import type { ReviewInput } from './review/reviewScene.ts';

/** The supervisor's map: both people where the record has them at `at_ms`, with the way they came. */
export const ReviewMap = ({ tracks, zones, limits, at_ms }: ReviewInput) => {
  const [input] = useState(() => createStore<ReviewInput>(() => ({ tracks, zones, limits, at_ms })));
  const [control] = useState(() => startReview(input));
  useEffect(() => input.setState({ tracks, zones, limits, at_ms }), [input, tracks, zones, limits, at_ms]);
  return <MapFrame control={control} />;
};

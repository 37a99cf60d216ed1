import { startDispatch } from './controller.ts';
import { MapFrame } from './MapFrame.tsx';

/** The dispatcher's map: people under a lease, patrols, limits, zones and safe places over the base map. */
export const DispatchMap = () => <MapFrame control={startDispatch} />;

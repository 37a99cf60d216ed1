import { fitTo } from './camera.ts';
import type { Camera, ViewSize } from './camera.ts';

/** Before the size of the map is known. */
export const SEOUL: Camera = { center: [126.99, 37.556], zoom: 10.6 };

const EDGE = { top: 24, right: 24, bottom: 24, left: 24 };

/** The whole city, as far as the window allows. */
export const homeCamera = (size: ViewSize): Camera =>
  fitTo(
    [
      [126.78, 37.43],
      [127.18, 37.7],
    ],
    size,
    EDGE,
  ) ?? SEOUL;

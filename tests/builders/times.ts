/** 2026-11-22 20:15:00 in Korea: the moment most tests play at. Epoch ms. */
export const T0 = Date.UTC(2026, 10, 22, 11, 15, 0);

/** That many seconds after T0, epoch ms. */
export const at = (seconds: number): number => T0 + Math.round(seconds * 1000);

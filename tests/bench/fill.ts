import type { Device, SentFix } from './crowd.ts';
import { post } from './post.ts';

/** What the server keeps of a track; before measuring it is given all of it, as after hours of duty. */
export const TRACK_S = 15 * 60;
const DEVICES_PER_POST = 5;

/** Fills every device's track with its last 15 minutes, one position a second. */
export const fillTracks = async (
  url: string,
  devices: readonly Device[],
  tokens: ReadonlyMap<string, string>,
  positionAt: (device: Device, at_ms: number, until_ms: number) => SentFix,
): Promise<void> => {
  for (let first = 0; first < devices.length; first += DEVICES_PER_POST) {
    const until_ms = Date.now() - 1000;
    const body = devices.slice(first, first + DEVICES_PER_POST).map((device) => ({
      deviceId: device.deviceId,
      token: tokens.get(device.deviceId) ?? '',
      fixes: Array.from({ length: TRACK_S }, (_, second) =>
        positionAt(device, until_ms - (TRACK_S - 1 - second) * 1000, until_ms),
      ),
    }));
    await post(url, body);
  }
};

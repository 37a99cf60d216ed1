import type { Device, SentFix } from './crowd.ts';
import { post } from './post.ts';

/** What the server keeps of a track, seconds; before measuring it is given all of it, as after hours of duty. */
export const TRACK_S = 15 * 60;
const DEVICES_PER_POST = 5;

/** Fills every device's track with its last `track_s` seconds, one position a second. */
export const fillTracks = async <D extends Device>(
  url: string,
  devices: readonly D[],
  tokens: ReadonlyMap<string, string>,
  positionAt: (device: D, at_ms: number, until_ms: number) => SentFix,
  track_s: number,
): Promise<void> => {
  for (let first = 0; first < devices.length; first += DEVICES_PER_POST) {
    const until_ms = Date.now() - 1000;
    const body = devices.slice(first, first + DEVICES_PER_POST).map((device) => ({
      deviceId: device.deviceId,
      token: tokens.get(device.deviceId) ?? '',
      fixes: Array.from({ length: track_s }, (_, second) =>
        positionAt(device, until_ms - (track_s - 1 - second) * 1000, until_ms),
      ),
    }));
    await post(url, body);
  }
};

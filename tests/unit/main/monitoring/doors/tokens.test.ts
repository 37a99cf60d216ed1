import { describe, expect, it } from 'vitest';
import { deviceToken, isTokenOf, isWatchToken, watchToken } from '../../../../../main/monitoring/doors/tokens.ts';

const key = new Uint8Array(32);
const other = new Uint8Array(32).fill(1);

describe('device token', () => {
  it('fits its device and key only', () => {
    const token = deviceToken(key, 'phone-1');
    expect(token).toMatch(/^[\w-]{22}$/);
    expect(isTokenOf(key, 'phone-1', token)).toBe(true);
    expect(isTokenOf(key, 'phone-2', token)).toBe(false);
    expect(isTokenOf(other, 'phone-1', token)).toBe(false);
    expect(isTokenOf(key, 'phone-1', '')).toBe(false);
  });
});

describe('watch token', () => {
  const now_ms = 1_772_793_000_000;

  it('is good for a minute, for its key, and for nothing it was changed to', () => {
    const token = watchToken(key, now_ms);
    expect(isWatchToken(key, token, now_ms)).toBe(true);
    expect(isWatchToken(key, token, now_ms + 60_000)).toBe(true);
    expect(isWatchToken(key, token, now_ms + 60_001)).toBe(false);
    expect(isWatchToken(other, token, now_ms)).toBe(false);
    expect(isWatchToken(key, token.replace(/^\d+/, String(now_ms + 90_000)), now_ms + 61_000)).toBe(false);
    expect(isWatchToken(key, '', now_ms)).toBe(false);
  });

  it('cannot be made to last by a clock set far ahead', () => {
    expect(isWatchToken(key, watchToken(key, now_ms + 86_400_000), now_ms)).toBe(false);
  });
});

import { expect, test } from 'vitest';
import { createClient } from '../../../../renderer/bridge/client.ts';
import { preloadTransport } from '../../../../renderer/bridge/preload.ts';
import type { Transport } from '../../../../renderer/bridge/transport.ts';
import { aLink, aSnapshot } from '../../../builders/snapshot.ts';

const transportOf = (answer: unknown) => {
  const listeners = new Map<string, (payload: unknown) => void>();
  const transport: Transport = {
    call: async () => answer,
    on: (name, listener) => {
      listeners.set(name, listener);
      return () => listeners.delete(name);
    },
    onStatus: () => () => undefined,
  };
  return { transport, emit: (name: string, payload: unknown) => listeners.get(name)?.(payload) };
};

test('an answer that fits comes through', async () => {
  const { transport } = transportOf(aSnapshot());
  await expect(createClient(transport, () => undefined).call('snapshot', null)).resolves.toEqual(aSnapshot());
});

test('an answer that does not fit rejects with the field and is counted', async () => {
  const refused: string[] = [];
  const { transport } = transportOf({ ...aSnapshot(), head: -1 });
  await expect(createClient(transport, (name) => refused.push(name)).call('snapshot', null)).rejects.toThrow(/head/);
  expect(refused).toEqual(['snapshot']);
});

test('an event that does not fit is dropped and counted', () => {
  const refused: string[] = [];
  const got: unknown[] = [];
  const { transport, emit } = transportOf(null);
  createClient(transport, (name) => refused.push(name)).on('link', (link) => got.push(link));
  emit('link', aLink());
  emit('link', { ...aLink(), status: 'fine' });
  emit('link', { ...aLink(), more: 1 });
  expect(got).toEqual([aLink()]);
  expect(refused).toEqual(['link', 'link']);
});

test('binary payloads arrive as bytes, whichever buffer carried them', () => {
  const got: Uint8Array[] = [];
  const { transport, emit } = transportOf(null);
  createClient(transport, () => undefined).on('presence', (bytes) => got.push(bytes));
  emit('presence', new Uint8Array([1, 2]).buffer);
  emit('presence', new Uint8Array([3]));
  expect(got).toEqual([new Uint8Array([1, 2]), new Uint8Array([3])]);
});

test('the preload is used only where it has the expected shape', () => {
  const now = (): number => 0;
  expect(preloadTransport({}, now)).toBeNull();
  expect(preloadTransport({ jikim: { call: 1, on: () => undefined } }, now)).toBeNull();
  expect(preloadTransport({ jikim: { call: async () => null, on: () => () => undefined } }, now)).not.toBeNull();
});

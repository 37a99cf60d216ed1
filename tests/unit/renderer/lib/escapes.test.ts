import { expect, test } from 'vitest';
import { ESCAPES_SHOWN, escapeOnMap, escapesListed } from '../../../../renderer/lib/escapes.ts';
import type { EscapeOption } from '../../../../shared/protocol/messages.ts';
import { placeId } from '../../../builders/ids.ts';

const escape = (id: string): EscapeOption => ({
  ...{ placeId: placeId(id), victim_s: 300, distance_m: 360, via: 'straight', race: null },
  route: [
    [126.98, 37.56],
    [126.981, 37.561],
  ],
});
const all = ['A', 'B', 'C', 'D', 'E'].map(escape);
const ids = (escapes: readonly EscapeOption[]): readonly string[] => escapes.map((e) => e.placeId);
const onMap = (chosen: string | null, previewed: string | null): string | undefined =>
  escapeOnMap(all, {
    chosen: chosen === null ? null : placeId(chosen),
    previewed: previewed === null ? null : placeId(previewed),
  })?.placeId;

test('the map shows the way pointed at, else the chosen one, else the best', () => {
  expect([onMap(null, null), onMap('C', null), onMap('C', 'B')]).toEqual(['A', 'C', 'B']);
});

test('a way that is no longer advised gives way to the next', () => {
  expect([onMap('gone', null), onMap('B', 'gone')]).toEqual(['A', 'B']);
  expect(escapeOnMap([], { chosen: null, previewed: null })).toBeNull();
});

test('the list is the best few; a chosen place that has fallen behind keeps the last line', () => {
  expect(ids(escapesListed(all, null))).toEqual(['A', 'B', 'C']);
  expect(ids(escapesListed(all, placeId('B')))).toEqual(['A', 'B', 'C']);
  expect(ids(escapesListed(all, placeId('E')))).toEqual(['A', 'B', 'E']);
  expect(escapesListed(all, placeId('E'))).toHaveLength(ESCAPES_SHOWN);
});

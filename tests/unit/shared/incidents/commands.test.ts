import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical } from '../../../../main/evidence/canonical.ts';
import { CommandBody } from '../../../../shared/domain/incidents/commands.ts';

const note = (text: string): unknown => ({ kind: 'note.add', incidentId: 'I1', text });

test('takes text of any script, and what lies outside of the basic plane', () => {
  for (const text of ['메모', '🚓 출동', 'e\u0301', 'a\u0000b'])
    expect(CommandBody.safeParse(note(text)).success).toBe(true);
});

test('refuses half a character, which could be neither stored nor proven', () => {
  for (const text of ['\ud800', 'a\udc00b', '🚓'.slice(0, 1)]) {
    const parsed = CommandBody.safeParse(note(text));
    expect(parsed.success ? [] : parsed.error.issues.map(({ path }) => path)).toEqual([['text']]);
  }
});

test('whatever text is taken has a canonical form that says the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }), (text) => {
      const parsed = CommandBody.safeParse(note(text));
      if (parsed.success) expect(JSON.parse(canonical(parsed.data))).toEqual(parsed.data);
    }),
  );
});

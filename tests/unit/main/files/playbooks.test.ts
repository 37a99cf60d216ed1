import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DeviceEventKind } from '../../../../shared/domain/fixes.ts';
import { PersonId } from '../../../../shared/domain/ids.ts';
import { playbookFor, Situation } from '../../../../shared/domain/playbooks.ts';
import { loadPlaybooks } from '../../../../main/files/playbooks.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  vi.restoreAllMocks();
});

const step = '{ key: one, ko: 하나, en: One }';
const folderOf = (files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'jikim-playbooks-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
};
const file = (situation: string, steps = `[${step}]`): string =>
  `situations: [${situation}]\nko: 가상\nen: Fictional\nsteps: ${steps}\n`;

/** What the program says as it ends over such files. */
const saidOf = (files: Readonly<Record<string, string>>): string => {
  let said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => {
    said += String(line);
    return true;
  });
  vi.spyOn(process, 'exit').mockImplementation(() => {
    throw new Error('ended');
  });
  expect(() => loadPlaybooks(folderOf(files))).toThrow('ended');
  return said;
};

describe('the playbooks that come with the product', () => {
  const playbooks = loadPlaybooks();

  it('are one for every situation', () => {
    expect(playbooks.flatMap(({ situations }) => situations).toSorted()).toEqual(Situation.options.toSorted());
  });

  it('answer every device event, by whose device it is', () => {
    const person = PersonId.parse('P');
    for (const kind of DeviceEventKind.options)
      for (const role of ['offender', 'victim'] as const) {
        const alert = { rule: { type: 'device', kind, person }, level: 'device' } as const;
        expect(playbookFor(playbooks, alert, () => role)).not.toBeNull();
      }
    const silent = { rule: { type: 'device', kind: 'silence', person }, level: 'device' } as const;
    expect(playbookFor(playbooks, silent, () => 'victim')?.key).toBe('victim-silence');
    expect(playbookFor(playbooks, silent, () => 'offender')?.key).toBe('offender-silence');
    const stuck = { rule: { type: 'device', kind: 'stuck', person }, level: 'device' } as const;
    expect(playbookFor(playbooks, stuck, () => 'victim')?.key).toBe('victim-not-moved');
    expect(playbookFor(playbooks, stuck, () => 'offender')?.key).toBe('offender-no-place');
  });

  it('tell contact from approach', () => {
    const rule = { type: 'proximity', victim: PersonId.parse('V') } as const;
    expect(playbookFor(playbooks, { rule, level: 'contact' }, () => null)?.key).toBe('contact');
    expect(playbookFor(playbooks, { rule, level: 'alert' }, () => null)?.key).toBe('approach');
  });
});

describe('playbooks that cannot be used', () => {
  it.each([
    ['a situation nobody knows', { 'a.yaml': file('weather') }, /a\.yaml:1: situations\.0: /],
    ['two for one situation', { 'a.yaml': file('sos'), 'b.yaml': file('sos') }, /two playbooks are for sos/],
    [
      'a step that is there twice',
      { 'a.yaml': file('sos', `[${step}, ${step}]`) },
      /playbook a: step one is there twice/,
    ],
    ['a name that is no key', { 'A B.yaml': file('sos') }, /A B\.yaml: the name is no key/],
    ['no steps', { 'a.yaml': file('sos', '[]') }, /a\.yaml:4: steps: /],
  ])('end the program with one line: %s', (_what, files, said) => {
    const line = saidOf(files);
    expect(line).toMatch(said);
    expect(line.trimEnd()).not.toContain('\n');
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import type { AnySchemaObject, ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { eidoOf } from '../../../../../../main/evidence/package/eido/eido.ts';
import type { PersonId } from '../../../../../../shared/domain/ids.ts';
import type { EvidenceData } from '../../../../../../shared/protocol/evidence.ts';
import { inRoot } from '../../../../../../tools/root.ts';
import { personId } from '../../../../../builders/ids.ts';
import { deletedEvidence, openEvidence, withheldEvidence } from '../../../../../builders/evidence.ts';

/** What is in an EIDO, as loosely as a test needs it. */
type Loose = Readonly<Record<string, unknown>>;
const made = (data: EvidenceData): Loose => JSON.parse(JSON.stringify(eidoOf(data))) as Loose; // an EIDO is an object
const listOf = (eido: Loose, name: string): readonly Loose[] => eido[name] as readonly Loose[]; // a list, or the test fails

const SCHEMAS = inRoot('..', 'shared', 'data', 'eido');
const isThere = existsSync(SCHEMAS);
if (!isThere) console.info('eido: the check against the NENA schema did not run: ../shared/data/eido is not there');

const BASE = 'https://schema.invalid/eido/';

/** A file of the schema, with its one misprint read as it is meant. One reference has two slashes, which makes it another address. */
const load = async (address: string): Promise<AnySchemaObject> =>
  parse(
    readFileSync(join(SCHEMAS, address.slice(BASE.length)), 'utf8').replace('minItems: 1,', 'minItems: 1'),
  ) as AnySchemaObject; // a file of schemas is an object

/** Reads only those of the schema's forty files that an EIDO can reach. */
const compile = (): Promise<ValidateFunction> => {
  const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false, logger: false, loadSchema: load });
  // The default export of a CommonJS module, as the package's own types name it.
  (formats as unknown as (to: Ajv) => void)(ajv);
  return ajv.compileAsync({ $ref: `${BASE}openapi.yaml#/components/schemas/EmergencyIncidentDataObjectType` });
};

describe.runIf(isThere)('against the NENA schema', () => {
  let validate: ValidateFunction;
  beforeAll(async () => {
    validate = await compile();
  }, 60_000);
  const errorsOf = (value: unknown): readonly string[] =>
    validate(value) ? [] : (validate.errors ?? []).map((e) => `${e.instancePath} ${e.message}`);

  it.each([
    ['while positions exist', openEvidence],
    ['after their deletion', deletedEvidence],
    ['without them', withheldEvidence],
  ])('has no error %s', (_, data) => {
    expect(errorsOf(made(data()))).toEqual([]);
  });

  it.each<readonly [string, (eido: Loose) => unknown]>([
    ['no version', (eido) => ({ ...eido, eidoVersion: undefined })],
    ['a date that is none', (eido) => ({ ...eido, lastUpdateTimeStamp: 'yesterday' })],
    [
      'a call without direction',
      (eido) => ({ ...eido, callComponent: [{ ...listOf(eido, 'callComponent')[0], direction: 'up' }] }),
    ],
    [
      'an agent without role',
      (eido) => ({ ...eido, agentComponent: [{ ...listOf(eido, 'agentComponent')[0], agentRoleRegistryText: [] }] }),
    ],
    [
      'a person name in the wrong shape',
      (eido) => ({
        ...eido,
        personComponent: [{ ...listOf(eido, 'personComponent')[0], ncPersonComponent: { name: 'x' } }],
      }),
    ],
  ])('finds a planted error: %s', (_, plant) => {
    expect(errorsOf(plant(made(openEvidence())))).not.toEqual([]);
  });
});

describe('what is carried', () => {
  const eido = made(openEvidence());

  it('points at nothing that is not there', () => {
    const text = JSON.stringify(eido);
    const ids = new Set([...text.matchAll(/"\$id":"([^"]+)"/g)].map(([, id]) => id));
    const refs = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, id]) => id);
    expect(refs.length).toBeGreaterThan(50);
    expect(refs.filter((ref) => !ids.has(ref))).toEqual([]);
  });
  it('has every entry as a note, words of people as they wrote them, escaped', () => {
    const notes = listOf(eido, 'notesComponent');
    expect(notes).toHaveLength(26);
    expect(notes.map((note) => note['notesActionComments'])).toContain(
      '가해자가 정문 쪽으로 이동 &lt;북문 아님&gt; &amp; 뛰어감',
    );
  });
  it('has the victim that a call names, and of several nobody where it names none', () => {
    const data = openEvidence();
    const peopleOfCall = (victims: readonly string[], victim?: PersonId) => {
      const entries = data.record.entries.map((proven) => {
        const { entry } = proven;
        if (entry.body.kind !== 'call.logged') return proven;
        return { ...proven, entry: { ...entry, body: { ...entry.body, ...(victim === undefined ? {} : { victim }) } } };
      });
      const order = { ...data.record.order, victims: victims.map(personId) };
      return listOf(made({ ...data, record: { ...data.record, order, entries } }), 'callComponent').map(
        (call) => call['personReference'],
      );
    };
    const [alone] = peopleOfCall(['V1']);
    expect(alone).toHaveLength(1);
    expect(peopleOfCall(['V1', 'V2'])).toEqual([undefined]);
    expect(peopleOfCall(['V1', 'V2'], personId('V1'))).toEqual([alone]);
  });
  it('has call, dispatch, unit with its times, people, disposition', () => {
    expect(eido['callComponent']).toMatchObject([{ localCallType: 'victim: talked' }]);
    expect(eido['dispatchComponent']).toHaveLength(1);
    expect(eido['emergencyResourceComponent']).toMatchObject([
      {
        primaryUnitStatusRegistryText: 'OnScene',
        unitStatusInternal: [expect.stringMatching(/Z dispatched$/), expect.stringMatching(/Z on-scene$/)],
      },
    ]);
    expect(listOf(eido, 'personComponent').map((person) => person['personIncidentRoleRegistryText'])).toEqual([
      ['Suspect'],
      ['Victim'],
    ]);
    expect(eido['incidentComponent']).toMatchObject({
      incidentCommonPriorityNumber: 0,
      dispositionComponent: [{ dispositionCommonRegistryCode: 'Arrest' }],
    });
  });
  it('tells no place once positions are gone', () => {
    expect(eido['locationComponent']).toHaveLength(3);
    const gone = made(deletedEvidence());
    expect(gone['locationComponent']).toBeUndefined();
    expect(JSON.stringify(gone)).not.toMatch(/37\.5|126\.9|gml:pos/);
  });
});

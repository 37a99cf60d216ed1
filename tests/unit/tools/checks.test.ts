import { describe, expect, it } from 'vitest';
import { checkArchitecture, judgeArchitecture } from '../../../tools/checks/architecture.ts';
import { checkClocks, judgeClocks } from '../../../tools/checks/clocks.ts';
import { judgeLength } from '../../../tools/checks/fileLength.ts';
import { isAllowed, judgeLicences } from '../../../tools/checks/licences.ts';
import { judgeWords } from '../../../tools/checks/words.ts';

describe('file length', () => {
  it('allows 400 lines and names the file with 401', () => {
    expect(judgeLength('a.ts', 'x\n'.repeat(400))).toEqual([]);
    expect(judgeLength('a.ts', 'x\n'.repeat(401))).toHaveLength(1);
  });
});

describe('clocks', () => {
  it.each(['Date.now()', 'clock ?? performance.now', 'new Date()', 'process.hrtime.bigint()'])(
    'refuses to let server and console read one of the system: %s',
    (reads) => {
      expect(judgeClocks('main/monitoring/a.ts', `first\nconst at_ms = ${reads};`)).toEqual([
        expect.stringMatching(/^main\/monitoring\/a\.ts:2: /),
      ]);
    },
  );

  it('lets a time that is handed in pass, and finds none other in this tree', () => {
    expect(judgeClocks('main/monitoring/a.ts', 'const at_ms = now(); const text = new Date(at_ms);')).toEqual([]);
    expect(checkClocks()).toEqual([]);
  });
});

describe('the page about the architecture', () => {
  const files = ['main/cli.ts', 'main/monitoring/doors/http.ts', 'main/monitoring/rules/engine.ts'];
  const whole = '`main/monitoring/doors` and `main/monitoring/rules/engine.ts`, from `main/{cli.ts,monitoring/<room>}`';

  it('names what is there, by its path, by several at once or by a pattern', () => {
    expect(judgeArchitecture(whole, files)).toEqual([]);
  });

  it('may name nothing that is gone', () => {
    expect(judgeArchitecture(`${whole} \`main/monitoring/ingest\``, files)).toEqual([
      'docs/architecture.md: there is no main/monitoring/ingest',
    ]);
    expect(judgeArchitecture(`${whole} \`main/{cli,index}.ts\``, files)).toEqual([
      'docs/architecture.md: there is no main/index.ts',
    ]);
  });

  it('passes over no room', () => {
    expect(judgeArchitecture('`main/monitoring/doors`', files)).toEqual([
      'docs/architecture.md: does not say what main/monitoring/rules holds',
    ]);
  });

  it('counts what it lists', () => {
    const list = '### a tier: 2 files, aim 6\n\n- `main/cli.ts`: its name\n\nWords: `main/monitoring/doors/http.ts`.\n';
    expect(judgeArchitecture(`${whole}\n${list}`, files)).toEqual([
      'docs/architecture.md: a tier is said to touch 2 files, and 1 are listed',
    ]);
  });

  it('is the one of this tree', () => {
    expect(checkArchitecture()).toEqual([]);
  });
});

describe('words', () => {
  it.each([
    ['a machine path', ['const file = "/home', '/minsu/notes.txt";']],
    ['a temporary path', ['open("/tmp', '/thing")']],
    ['a leftover', ['// TO', 'DO later']],
    ['a focused test', ['it.on', 'ly("x")']],
  ])('refuses %s with its line', (_what, halves) => {
    // Written in halves, so that this file itself passes the check.
    expect(judgeWords('a.ts', `first\n${halves.join('')}`)).toEqual([expect.stringMatching(/^a\.ts:2: /)]);
  });

  it('lets the ordinary pass', () => {
    expect(judgeWords('a.ts', "import '../homework/list.ts'; // a framework/kit, network/root")).toEqual([]);
  });
});

describe('licences', () => {
  const allowed = new Set(['MIT', 'Apache-2.0']);

  it.each([
    ['MIT', true],
    ['GPL-3.0-only', false],
    ['(MIT OR GPL-3.0-only)', true],
    ['MIT AND GPL-3.0-only', false],
    ['Apache-2.0 AND MIT', true],
  ])('%s → %s', (expression, expected) => {
    expect(isAllowed(expression, allowed)).toBe(expected);
  });

  const exceptions = {
    'node_modules/mapbox-gl': { license: 'SEE LICENSE IN LICENSE.txt' },
    'node_modules/png-js': {},
    'node_modules/xmlhttprequest-ssl': {},
  };

  it('refuses what is shipped under a licence for tools only, and what states none', () => {
    expect(
      judgeLicences({
        packages: {
          ...exceptions,
          'node_modules/tool': { license: 'MPL-2.0', dev: true },
          'node_modules/shipped': { license: 'MPL-2.0' },
          'node_modules/silent': {},
        },
      }),
    ).toEqual([
      'node_modules/shipped: licence MPL-2.0 is not on the list for the product',
      'node_modules/silent: licence not stated is not on the list for the product',
    ]);
  });

  it('says when a written-out exception has lost its package', () => {
    const { 'node_modules/xmlhttprequest-ssl': _gone, ...kept } = exceptions;
    expect(judgeLicences({ packages: kept })).toEqual(['xmlhttprequest-ssl: the exception is no longer needed']);
  });
});

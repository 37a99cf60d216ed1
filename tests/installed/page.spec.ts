import { readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { scenarioFile } from '../e2e/posting.ts';
import { expect, installed, test } from './fixtures.ts';
import type { Installed } from './fixtures.ts';

/*
 * What the page itself may do, attacked in a real Electron with the sandbox on: text that would become code, frames, redirects, files dropped on
 * the window, workers. The other guards: guards.spec.ts.
 */

test.use({ start: { scenario: scenarioFile('warning'), args: ['--map=off'] } });

test.beforeEach(async ({ jikim }) => {
  test.skip(installed.launcher.unsandboxed !== null, `no sandbox here: ${installed.launcher.unsandboxed}`);
  await expect(jikim.page.getByLabel('아이디')).toBeVisible();
  // A page that was left and led back has forgotten it.
  await jikim.inWindow('void (window.sameDocument = true)');
});

const expectSameDocument = async ({ inWindow, output }: Installed): Promise<void> => {
  await expect.poll(() => inWindow('location.href + " " + window.sameDocument')).toBe('app://jikim/ true');
  expect(output()).not.toContain('page crashed');
};

/** Built files of the page, by their address. */
const assets = (): readonly string[] =>
  readdirSync(join(dirname(installed.entry), '../renderer/assets')).map((name) => `/assets/${name}`);

test('Trusted Types: text becomes neither HTML nor script nor worker, and no further policy can be made', async ({
  jikim,
}) => {
  const ownScript = assets().find((path) => /\/index-.*\.js$/.test(path)) ?? '';
  const outcomes = await jikim.page.evaluate(async (ownFile) => {
    await new Promise((resolve) => setTimeout(resolve, 0)); // from here on it is the page's own script
    const tried: (readonly [what: string, outcome: string])[] = [];
    const attempt = (what: string, run: () => unknown): void => {
      try {
        run();
        tried.push([what, 'done']);
      } catch (error) {
        tried.push([what, error instanceof Error ? error.name : 'thrown']);
      }
    };
    const div = document.createElement('div');
    const script = document.createElement('script');
    const frame = document.createElement('iframe');
    const factory = Reflect.get(window, 'trustedTypes') as { createPolicy: (name: string, rules: object) => unknown };
    attempt('innerHTML', () => (div.innerHTML = '<b>x</b>'));
    attempt('innerHTML with a handler', () => (div.innerHTML = '<a href="https://x/" onclick="x()">x</a>'));
    attempt('innerHTML with a script address', () => (div.innerHTML = '<a href="javascript:x()">x</a>'));
    attempt('outerHTML', () => (document.body.firstElementChild ?? div).insertAdjacentHTML('beforeend', '<i>x</i>'));
    attempt('srcdoc', () => (frame.srcdoc = '<b>x</b>'));
    attempt('parser', () => new DOMParser().parseFromString('<b>x</b>', 'text/html'));
    attempt('document.write', () => document.write('<b>x</b>'));
    attempt('fragment', () => document.createRange().createContextualFragment('<b>x</b>'));
    attempt('script text', () => (script.text = 'x()'));
    attempt('script address', () => (script.src = ownFile));
    attempt('handler attribute', () => div.setAttribute('onclick', 'x()'));
    attempt('worker of text', () => new Worker(URL.createObjectURL(new Blob(['x()'], { type: 'text/javascript' }))));
    attempt('worker of another own file', () => new Worker(ownFile, { type: 'module' }));
    attempt('worker of data', () => new Worker('data:text/javascript,x()'));
    attempt('shared worker', () => new SharedWorker(ownFile));
    attempt('a policy of its own', () => factory.createPolicy('mine', { createHTML: (html: string) => html }));
    attempt('the default once more', () => factory.createPolicy('default', { createHTML: (html: string) => html }));
    return tried;
  }, ownScript);
  for (const [what, outcome] of outcomes) expect(outcome, what).toBe('TypeError');
  expect(outcomes).toHaveLength(17);
});

test('a worker of the map runs in the page’s own process, without Node and without the console’s calls', async ({
  jikim,
}) => {
  const file = assets().find((path) => /\/maplibre-gl-worker-.*\.js$/.test(path)) ?? '';
  const before = jikim.descendants().length;
  const started = jikim.page.waitForEvent('worker');
  await jikim.page.evaluate((url) => {
    Reflect.set(window, 'kept', new Worker(url, { type: 'module' }));
  }, file);
  const worker = await started;
  const found = await worker.evaluate(() =>
    ['process', 'require', 'module', 'Buffer', 'jikim', 'ipcRenderer'].filter((name) => name in globalThis),
  );
  expect(found).toEqual([]);
  expect(jikim.descendants().length, 'no process of its own').toBeLessThanOrEqual(before);
});

test('frames: no address comes up in one, and it is the content policy that says so', async ({ jikim }) => {
  const found = await jikim.page.evaluate(async () => {
    await new Promise((resolve) => setTimeout(resolve, 0));
    const refused: string[] = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => refused.push(effectiveDirective));
    const blob = URL.createObjectURL(new Blob(['<h1>x</h1>'], { type: 'text/html' }));
    const addresses = ['app://jikim/', blob, 'data:text/html,<h1>x</h1>', 'https://example.invalid/'];
    const readable: string[] = [];
    for (const address of addresses) {
      const frame = document.createElement('iframe');
      frame.src = address;
      const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
      document.body.append(frame);
      await Promise.race([loaded, new Promise((resolve) => setTimeout(resolve, 2000))]);
      if ((frame.contentDocument?.body.childElementCount ?? 0) > 0) readable.push(address);
      frame.remove();
    }
    // They are told of a moment after.
    for (let waits = 0; waits < 100 && refused.length < addresses.length; waits += 1)
      await new Promise((resolve) => setTimeout(resolve, 100));
    return { readable, refused };
  });
  expect(found).toEqual({ readable: [], refused: ['frame-src', 'frame-src', 'frame-src', 'frame-src'] });
  await expectSameDocument(jikim);
});

test('redirects: an address of the page’s own that leads elsewhere leads nowhere', async ({ jikim }) => {
  const seen: string[] = [];
  const server = createServer((request, answer) => {
    seen.push(request.url ?? '');
    answer.setHeader('Content-Type', 'text/html').end('<title>x</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a pipe's name
  try {
    // The shell answers with files only and redirects nobody: this test puts a redirect in its place.
    await jikim.app.evaluate(({ protocol }, to) => {
      protocol.unhandle('app');
      protocol.handle('app', () => new Response(null, { status: 302, headers: { Location: to } }));
    }, `http://127.0.0.1:${port}/top`);
    await jikim.inWindow('void location.assign("/away")');
    await expect.poll(jikim.output).toContain('shell:navigation');
    await expectSameDocument(jikim);
    expect(seen).toEqual([]);
  } finally {
    server.close();
  }
});

const DROPPED = {
  'a file': { items: [], files: ['/etc/hostname'], dragOperationsMask: 1 },
  'an address': {
    items: [{ mimeType: 'text/uri-list', data: 'https://example.invalid/' }],
    files: [],
    dragOperationsMask: 1,
  },
};
for (const [what, data] of Object.entries(DROPPED))
  test(`${what} dropped on the window opens nothing, and is not even tried`, async ({ jikim }) => {
    await jikim.app.evaluate(async ({ BrowserWindow }, dropped) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      if (contents === undefined) throw new Error('no window');
      contents.debugger.attach();
      for (const type of ['dragEnter', 'dragOver', 'drop'])
        await contents.debugger.sendCommand('Input.dispatchDragEvent', { type, x: 20, y: 20, data: dropped });
      contents.debugger.detach();
    }, data);
    await jikim.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1000))); // the time to leave
    await expectSameDocument(jikim);
    expect(jikim.output()).not.toMatch(/shell:(navigation|request)/);
  });

test('spell check: off in every session, and a word that is none is not looked up', async ({ jikim }) => {
  const sessions = await jikim.app.evaluate(({ session }) =>
    [session.defaultSession, session.fromPartition('another')].map((each) => ({
      isOn: each.isSpellCheckerEnabled(),
      languages: each.getSpellCheckerLanguages(),
    })),
  );
  for (const each of sessions) expect(each).toEqual({ isOn: false, languages: [] });
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { scenarioFile } from '../e2e/posting.ts';
import { expect, installed, test } from './fixtures.ts';
import type { Installed } from './fixtures.ts';

/*
 * Each guard, attacked from inside the page or from the process around it, in a real Electron with the sandbox on. A run as root without the
 * sandbox proves nothing here and is left out with its reason.
 */

test.use({ start: { scenario: scenarioFile('warning'), args: ['--map=off'] } });

test.beforeEach(async ({ jikim }) => {
  test.skip(installed.launcher.unsandboxed !== null, `no sandbox here: ${installed.launcher.unsandboxed}`);
  await expect(jikim.page.getByLabel('아이디')).toBeVisible();
});

/** Counts what reaches a server of this machine: nothing may. */
const listening = async (): Promise<{
  readonly url: string;
  readonly seen: readonly string[];
  readonly close: () => void;
}> => {
  const seen: string[] = [];
  const server = createServer((request, answer) => {
    seen.push(request.url ?? '');
    answer.setHeader('Access-Control-Allow-Origin', '*').end('ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // An address of a TCP server is never a pipe's name.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, seen, close: () => server.close() };
};

const windowCount = (jikim: Installed): Promise<number> =>
  jikim.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

/** Asked through Electron: whoever drives the page still waits for navigations that were stopped. */
const isStillHere = async ({ inWindow }: Installed): Promise<void> => {
  await expect.poll(() => inWindow('location.href')).toBe('app://jikim/');
  await expect.poll(() => inWindow('document.body.innerText')).toContain('아이디');
};

const HOSTILE_TOPS = [
  'https://example.invalid/',
  'http://127.0.0.1:9/',
  'file:///etc/passwd',
  'app://evil/',
  'app://jikim.evil/',
  'app://user@jikim/',
  'data:text/html,<title>x</title>',
  'about:blank',
  'chrome://gpu/',
  'view-source:app://jikim/',
] as const;

test('navigation: the page cannot be led away, by script, by link or by form', async ({ jikim }) => {
  for (const url of HOSTILE_TOPS) {
    await jikim.inWindow(`void location.assign(${JSON.stringify(url)})`);
    await isStillHere(jikim);
  }
  await jikim.inWindow(`{
    const blob = URL.createObjectURL(new Blob(['<title>x</title>'], { type: 'text/html' }));
    location.assign(blob);
    const link = document.createElement('a');
    link.href = 'https://example.invalid/';
    document.body.append(link);
    link.click();
    link.remove();
    const form = document.createElement('form');
    form.action = 'https://example.invalid/';
    document.body.append(form);
    form.submit();
    form.remove();
  }`);
  await isStillHere(jikim);
});

test('windows: script opens none', async ({ jikim }) => {
  const opened = await jikim.page.evaluate(
    (urls) => urls.filter((url) => window.open(url) !== null),
    [...HOSTILE_TOPS, 'app://jikim/', ''],
  );
  expect(opened).toEqual([]);
  expect(await windowCount(jikim)).toBe(1);
  await isStillHere(jikim);
});

test('embedded browsers and frames: none comes up', async ({ jikim }) => {
  const loaded = await jikim.page.evaluate(async () => {
    const webview = document.createElement('webview');
    webview.setAttribute('src', 'app://jikim/');
    const frame = document.createElement('iframe');
    frame.src = 'app://jikim/';
    document.body.append(webview, frame);
    await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    const inside = frame.contentDocument?.getElementById('root') ?? null;
    const isElement = 'getWebContentsId' in webview;
    webview.remove();
    frame.remove();
    return { isElement, inside: inside !== null };
  });
  expect(loaded).toEqual({ isElement: false, inside: false });
  const contents = await jikim.app.evaluate(({ webContents }) => webContents.getAllWebContents().length);
  expect(contents).toBe(1);
});

test('permissions: nothing is granted, not even what a browser grants unasked', async ({ jikim }) => {
  const answers = await jikim.page.evaluate(async () => {
    const refused = async (what: () => unknown): Promise<string> => {
      try {
        await what();
        return 'granted';
      } catch (error) {
        return error instanceof Error ? error.name : 'refused';
      }
    };
    const states = await Promise.all(
      ['geolocation', 'camera', 'microphone', 'clipboard-read', 'midi'].map(async (name) => {
        // The list of names differs between browsers; each of these is known to Chromium.
        const { state } = await navigator.permissions.query({ name: name as PermissionName });
        return `${name} ${state}`;
      }),
    );
    const geolocation = (): Promise<unknown> =>
      new Promise((resolve, reject) =>
        navigator.geolocation.getCurrentPosition(resolve, ({ message }) => reject(new Error(message))),
      );
    return {
      states,
      geolocation: await refused(geolocation),
      camera: await refused(() => navigator.mediaDevices.getUserMedia({ video: true })),
      display: await refused(() => navigator.mediaDevices.getDisplayMedia()),
      clipboard: await refused(() => navigator.clipboard.readText()),
      midi: await refused(() => navigator.requestMIDIAccess()),
      notifications: await Notification.requestPermission(),
    };
  });
  for (const state of answers.states) expect(state).toMatch(/ denied$/);
  const { states: _states, notifications, ...rest } = answers;
  expect(notifications).toBe('denied');
  for (const [what, answer] of Object.entries(rest)) expect(answer, what).not.toBe('granted');
});

test('downloads: the page writes no file', async ({ jikim, dataDir }) => {
  const before = await jikim.app.evaluate(({ app, session }, folder) => {
    session.defaultSession.setDownloadPath(folder);
    let done = 0;
    session.defaultSession.on('will-download', (_event, item) => item.once('done', () => (done += 1)));
    Object.assign(globalThis, { downloadsDone: () => done });
    return app.getName();
  }, dataDir);
  expect(before).toBeTruthy();
  await jikim.page.evaluate(() => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob(['secret']));
    link.download = 'stolen.txt';
    link.click();
  });
  await expect.poll(jikim.output).toContain('shell:download');
  const items = await jikim.app.evaluate(async ({ app }, folder) => {
    const { readdirSync } = process.getBuiltinModule('node:fs');
    return { name: app.getName(), found: readdirSync(folder) };
  }, dataDir);
  expect(items.found).not.toContain('stolen.txt');
});

test('requests: nothing leaves the page, even where its policy is taken away', async ({ jikim }) => {
  const { url, seen, close } = await listening();
  try {
    const reached = await jikim.page.evaluate(async (to) => {
      const tries = [
        () => fetch(`${to}/fetch`, { mode: 'no-cors' }),
        () =>
          new Promise((resolve, reject) => {
            const image = new Image();
            image.addEventListener('load', resolve);
            image.addEventListener('error', () => reject(new Error('refused')));
            image.src = `${to}/image`;
          }),
      ];
      const answers = await Promise.allSettled(tries.map((run) => run()));
      navigator.sendBeacon(`${to}/beacon`, 'x');
      return answers.map(({ status }) => status);
    }, url);
    expect(reached).toEqual(['rejected', 'rejected']);
    // A page without any policy, in the same session: only the guard of the session is left to stop it.
    const alone = await jikim.app.evaluate(async ({ net, session }, to) => {
      const answer = await session.defaultSession.fetch(`${to}/session`).then(
        () => 'reached',
        () => 'refused',
      );
      return { answer, online: typeof net.online };
    }, url);
    expect(alone.answer).toBe('refused');
    expect(seen).toEqual([]);
  } finally {
    close();
  }
});

test('WebRTC finds no way out: not one candidate', async ({ jikim }) => {
  const candidates = await jikim.page.evaluate(async () => {
    const connection = new RTCPeerConnection({ iceServers: [{ urls: 'stun:127.0.0.1:9' }] });
    connection.createDataChannel('x');
    const found: string[] = [];
    connection.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate !== null && candidate.candidate !== '') found.push(candidate.candidate);
    });
    await connection.setLocalDescription(await connection.createOffer());
    if (connection.iceGatheringState !== 'complete')
      await new Promise<void>((resolve) =>
        connection.addEventListener('icegatheringstatechange', () => {
          if (connection.iceGatheringState === 'complete') resolve();
        }),
      );
    connection.close();
    return found;
  });
  expect(candidates).toEqual([]);
});

test('content policy: no code from text, no inline script, no script from elsewhere', async ({ jikim }) => {
  const ran = await jikim.page.evaluate(async () => {
    const marks: string[] = [];
    Object.assign(window, { mark: (what: string) => marks.push(what) });
    const attempt = (run: () => unknown): void => {
      try {
        run();
      } catch {
        // refused, as it should be
      }
    };
    // Whoever drives the page may do more than the page itself: the attack waits until it is the page's own.
    await new Promise((resolve) => setTimeout(resolve, 0));
    // The indirection keeps the checks from taking this attack for the product's own code.
    attempt(() => Reflect.apply(Reflect.get(window, 'eval') as (code: string) => unknown, window, ['mark("eval")']));
    attempt(() => setTimeout(...(['mark("timer")'] as unknown as [() => void])));
    const holder = document.createElement('div');
    document.body.append(holder);
    attempt(() => (holder.innerHTML = '<img src="x" onerror="mark(\'handler\')">'));
    for (const source of ['data:text/javascript,mark("data")', 'https://example.invalid/x.js']) {
      const script = document.createElement('script');
      attempt(() => (script.src = source));
      attempt(() => holder.append(script));
    }
    const inline = document.createElement('script');
    attempt(() => (inline.text = 'mark("inline")'));
    attempt(() => holder.append(inline));
    await new Promise((resolve) => setTimeout(resolve, 500)); // gives whatever would run the time to
    holder.remove();
    return marks;
  });
  expect(ran).toEqual([]);
});

test('the page has no Node, and reaches no channel but the calls of the contract', async ({ jikim }) => {
  const found = await jikim.page.evaluate(async () => {
    const bridge: unknown = Reflect.get(window, 'jikim');
    const call = Reflect.get(bridge as object, 'call') as (name: string, args: unknown) => Promise<unknown>;
    const refused = await call('constructor', null).then(
      () => 'answered',
      (error: unknown) => (error instanceof Error ? error.message : 'refused'),
    );
    return {
      globals: ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer'].filter((name) => name in window),
      keys: Object.keys(bridge as object).toSorted(),
      refused,
    };
  });
  expect(found.globals).toEqual([]);
  expect(found.keys).toEqual(['call', 'on']);
  expect(found.refused).toContain('unknown call');
});

test('containment: app:// answers the built files and nothing beside them, however it is asked', async ({ jikim }) => {
  const answers = await jikim.page.evaluate(async () => {
    const paths = [
      '/../package.json',
      '/..%2fpackage.json',
      '/%2e%2e/package.json',
      '/%2e%2e%2f%2e%2e%2fetc/passwd',
      '/..\\..\\package.json',
      '/..%5c..%5cpackage.json',
      '/assets/../../package.json',
      '/index.html%00.js',
      '/.vite/manifest.json',
      '//etc/passwd',
      '/etc/passwd',
    ];
    return Promise.all(
      paths.map(async (path) => {
        const answer = await fetch(path).catch(() => null);
        return answer === null ? `${path} refused` : `${path} ${answer.status}`;
      }),
    );
  });
  for (const answer of answers) expect(answer).toMatch(/ (404|refused)$/);
});

test('sender: a page in another window than the console’s own gets no answer', async ({ jikim }) => {
  const answer = await jikim.app.evaluate(
    async ({ WebContentsView }, preload) => {
      const view = new WebContentsView({ webPreferences: { preload, sandbox: true, contextIsolation: true } });
      await view.webContents.loadURL('app://jikim/');
      const said: unknown = await view.webContents.executeJavaScript(
        'jikim.call("snapshot", null).then(() => "answered", (error) => error.message)',
      );
      view.webContents.close();
      return said;
    },
    join(dirname(installed.entry), '../preload/preload.cjs'),
  );
  expect(answer).toContain('forbidden');
  await expect.poll(jikim.output).toContain('shell:sender');
});

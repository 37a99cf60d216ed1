import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAlarms } from '../../../../../main/console/alarms.ts';
import type { ConsoleProcess } from '../../../../../main/console/console.ts';
import type { AnyEventListener } from '../../../../../main/console/emitter.ts';
import { openShell, prepareShell } from '../../../../../main/shells/electron/shell.ts';
import { openWindowPlaces } from '../../../../../main/shells/electron/windowPlaces.ts';
import { apiCallNames } from '../../../../../shared/api/contract.ts';
import type { Snapshot } from '../../../../../shared/api/contract.ts';
import type { LockReason } from '../../../../../shared/api/lock.ts';
import { callChannel, eventChannel } from '../../../../../shared/api/channels.ts';
import type { Entry } from '../../../../../shared/domain/incidents/entries.ts';
import { acknowledged, anAlert, entriesOf, raised } from '../../../../builders/entries.ts';
import { aSession, aSnapshot } from '../../../../builders/snapshot.ts';
import { electronDouble } from './double.ts';
import type { ElectronDouble } from './double.ts';

const PAGE = { frameUrl: 'app://jikim/', isTopFrame: true, isWindow: true };

let folder: string;
let double: ElectronDouble;
let listeners: Set<AnyEventListener>;
let journal: readonly Entry[];
let snapshot: Snapshot;
let locked: LockReason[];

const emit: AnyEventListener = (name, payload) => listeners.forEach((listener) => listener(name, payload));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jikim-test-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<title>page</title>');
  writeFileSync(join(folder, 'assets', 'a.js'), 'export {};');
  double = electronDouble();
  listeners = new Set();
  journal = [];
  locked = [];
  snapshot = aSnapshot();
  const onAny = (listener: AnyEventListener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const entriesSince = (since: number): readonly Entry[] => journal.filter((entry) => entry.seq > since);
  const jikim: ConsoleProcess = {
    answer: async (name) => ({ ok: true, value: name }),
    onAny,
    snapshot: () => snapshot,
    entriesSince,
    alarms: createAlarms({ onAny, entriesSince, onFailure: () => undefined }),
    lock: (reason) => void locked.push(reason),
    restarted: () => undefined,
    close: async () => undefined,
  };
  expect(prepareShell(double.electron, '/profile')).toBe(true);
  openShell({
    electron: double.electron,
    console: jikim,
    pages: folder,
    preload: '/preload.cjs',
    icon: null,
    places: openWindowPlaces(join(folder, 'windows.json')),
    mapbox: false,
    onRefused: () => undefined,
    onPageCrashed: () => undefined,
  });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const tell = (entries: readonly Entry[]): void => {
  journal = [...journal, ...entries];
  emit('entries', entries);
};

describe('shell (typed double, not a run of Electron)', () => {
  test('profile and scheme come before everything, guards before the window, and the window shows the page', () => {
    expect(double.log).toEqual([
      'profile /profile',
      'sandbox',
      'scheme app',
      'sound',
      'no spell check',
      'guards before window: 4',
      'load app://jikim/',
    ]);
    expect(double.windows[0]?.options.preload).toBe('/preload.cjs');
  });

  test('a second instance does not get to run', () =>
    expect(prepareShell(electronDouble(false).electron, '/profile')).toBe(false));

  test('one channel for each call of the contract, and no other', () => {
    expect(new Set(double.channels())).toEqual(new Set(apiCallNames.map(callChannel)));
  });

  test('answers the page, and nobody else', async () => {
    expect(await double.invoke(callChannel('snapshot'), PAGE, null)).toEqual({ ok: true, value: 'snapshot' });
    const stranger = { frameUrl: 'https://evil.example/', isTopFrame: true, isWindow: true };
    expect(await double.invoke(callChannel('snapshot'), stranger, null)).toEqual({ ok: false, message: 'forbidden' });
  });

  test('events go to the window on their own channels', () => {
    emit('recordReset', null);
    expect(double.sent).toEqual([{ channel: eventChannel('recordReset'), payload: null }]);
  });

  test('serves exactly the built pages, with the policy', async () => {
    const page = double.fetch('app://jikim/');
    expect(await page.text()).toContain('page');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('content-type')).toContain('text/html');
    for (const url of ['app://jikim/../x', 'app://jikim/assets/..%2f..%2fx', 'app://evil/', 'app://jikim/nothing']) {
      expect(double.fetch(url).status, url).toBe(404);
    }
    expect(double.fetch('app://jikim/', 'POST').status).toBe(404);
  });

  test('notifies of an alarm by its code only, until acknowledged, and again when it sounds again', () => {
    tell(entriesOf(raised(anAlert({ code: 1 }))));
    tell(entriesOf([{ body: { kind: 'note.added', text: '가상의 메모' } }], 3));
    expect(double.notified.map(({ title }) => title)).toEqual(['지킴: Code 1']);
    tell(entriesOf([acknowledged()], 4));
    tell(entriesOf([{ body: { kind: 'alert.level', alert: anAlert({ code: 0, level: 'contact' }), rose: true } }], 5));
    expect(double.notified.map(({ title }) => title)).toEqual(['지킴: Code 1', '지킴: Code 0']);
    expect(JSON.stringify(double.notified)).not.toMatch(/가상|37\.|126\./);
    double.notified[1]?.click();
    expect(double.log.slice(-2)).toEqual(['show', 'focus']);
  });

  test('does not notify while the window has the eyes', () => {
    double.setFocused(true);
    tell(entriesOf(raised()));
    expect(double.notified).toEqual([]);
  });

  test('while an incident sounds its number is on the icon, and a window nobody looks at flashes until it is acknowledged', () => {
    tell(entriesOf(raised(anAlert({ code: 1 }))));
    expect(double.badges.at(-1)).toBe(1);
    expect(double.windows[0]?.flashes.at(-1)).toBe(true);
    expect(double.bounces).toEqual([true]);
    double.setFocused(true);
    tell(entriesOf([{ body: { kind: 'note.added', text: '가상의 메모' } }], 3));
    expect(double.windows[0]?.flashes.at(-1)).toBe(false);
    double.setFocused(false);
    double.windows[0]?.blur();
    expect(double.windows[0]?.flashes.at(-1)).toBe(true);
    tell(entriesOf([acknowledged()], 4));
    expect(double.badges.at(-1)).toBe(0);
    expect(double.windows[0]?.flashes.at(-1)).toBe(false);
    expect(double.bounces).toEqual([true, false]);
  });

  test('locks with the screen and on sleep, and keeps the machine awake while somebody is signed in', () => {
    double.lockScreen();
    double.suspend();
    expect(locked).toEqual(['screen', 'suspend']);
    emit('session', { session: aSession(), ended: null });
    expect(double.keptAwake).toEqual([true]);
    snapshot = aSnapshot({ session: null });
    emit('session', { session: null, ended: 'signed-out' });
    expect(double.keptAwake).toEqual([true, false]);
  });

  test('the menu speaks the console’s language, follows it, and locks where there is something to lock', () => {
    const labels = (): readonly string[] => double.menus().map(({ label }) => label);
    const lock = () => double.menus()[0]?.items.find((item) => item.kind === 'action' && item.keys === 'CmdOrCtrl+L');
    expect(labels()).toEqual(['지킴', '편집', '보기', '창']);
    snapshot = aSnapshot({ settings: { locale: 'en' } });
    emit('settings', { locale: 'en' });
    expect(labels()).toEqual(['Jikim', 'Edit', 'View', 'Window']);
    const item = lock();
    expect(item).toMatchObject({ label: 'Lock', enabled: true });
    if (item?.kind === 'action') item.run();
    expect(locked).toEqual(['request']);
    snapshot = aSnapshot({ session: null });
    emit('session', { session: null, ended: null });
    expect(lock()).toMatchObject({ label: '화면 잠금', enabled: false });
  });

  test('live windows are kept off screenshots where the policy says so and the system can; those of an exercise are not', () => {
    expect(double.windows[0]?.captures).toEqual([false]); // the builder’s shell is `unable`
    const { shell } = snapshot;
    snapshot = aSnapshot({ shell: { ...shell, captureBlock: 'on' } });
    emit('session', { session: aSession(), ended: null });
    expect(double.windows[0]?.captures.at(-1)).toBe(true);
    snapshot = aSnapshot({
      shell: { ...shell, captureBlock: 'on' },
      training: { phase: 'starting', scenario: 'evening' },
    });
    emit('training', snapshot.training);
    expect(double.windows[0]?.captures.at(-1)).toBe(false);
    snapshot = aSnapshot({ shell: { ...shell, captureBlock: 'on' } });
    emit('training', { phase: 'off' });
    expect(double.windows[0]?.captures.at(-1)).toBe(true);
  });

  test('after a reset, what the journal already holds is looked at once, as it stands now', () => {
    journal = entriesOf([...raised(), acknowledged()]);
    emit('recordReset', null);
    expect(double.notified).toEqual([]);
    journal = entriesOf(raised(anAlert({ code: 0 })));
    emit('recordReset', null);
    expect(double.notified.map(({ title }) => title)).toEqual(['지킴: Code 0']);
  });
});

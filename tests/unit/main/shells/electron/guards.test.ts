import { describe, expect, test } from 'vitest';
import { installGuards } from '../../../../../main/shells/electron/guards/install.ts';
import { REFUSED_SWITCHES, refusedSwitch } from '../../../../../main/shells/electron/guards/switches.ts';
import { isTrustedSender } from '../../../../../main/shells/electron/guards/sender.ts';
import { isOwnPage } from '../../../../../main/shells/electron/origin.ts';
import { electronDouble } from './double.ts';

const own = ['app://jikim/', 'app://jikim/index.html', 'app://jikim/assets/a.js?x#y', 'APP://jikim/'];
const hostile = [
  'https://evil.example/',
  'http://127.0.0.1:80/',
  'file:///etc/passwd',
  'app://evil/',
  'app://jikim.evil.example/',
  'app://jikim@evil.example/',
  'app://user:pass@jikim/',
  'app://jikim:81/',
  'app:jikim',
  'appx://jikim/',
  'javascript:alert(1)',
  'data:text/html,<script>1</script>',
  'blob:app://jikim/1',
  'about:blank',
  'chrome://gpu',
  'devtools://devtools/bundled/inspector.html',
  '//jikim/',
  '',
  ' ',
  'not a url',
];

describe('guards (typed double, not a run of Electron)', () => {
  test.each(own)('own page: %s', (url) => expect(isOwnPage(url)).toBe(true));
  test.each(hostile)('not an own page: %s', (url) => expect(isOwnPage(url)).toBe(false));

  test.each(hostile)('no frame goes to %s, and it is counted', (url) => {
    const refused: string[] = [];
    const double = electronDouble();
    installGuards(double.electron, { mapbox: false }, (reason) => refused.push(reason));
    expect(double.newContents().navigate(url)).toBe(false);
    expect(refused).toEqual(['shell:navigation']);
  });

  test('a page that came to about:blank unasked is led back, and it is counted', () => {
    const refused: string[] = [];
    const double = electronDouble();
    installGuards(double.electron, { mapbox: false }, (reason) => refused.push(reason));
    const contents = double.newContents();
    contents.arrive('app://jikim/');
    expect(contents.loaded).toEqual([]);
    contents.arrive('about:blank');
    expect(contents.loaded).toEqual(['app://jikim/']);
    expect(refused).toEqual(['shell:navigation']);
  });

  test('frames go about the own pages', () => {
    const double = electronDouble();
    installGuards(double.electron, { mapbox: false }, () => undefined);
    expect(double.newContents().navigate('app://jikim/index.html')).toBe(true);
  });

  test('no windows by script, no embedded browser, no permission', () => {
    const refused: string[] = [];
    const double = electronDouble();
    installGuards(double.electron, { mapbox: false }, (reason) => refused.push(reason));
    const contents = double.newContents();
    expect(contents.open()).toBe('deny');
    expect(contents.attachWebview()).toBe(false);
    for (const name of ['geolocation', 'media', 'notifications', 'clipboard-read', 'usb']) {
      expect(double.permission(name, 'app://jikim')).toBe(false);
    }
    expect(new Set(refused)).toEqual(new Set(['shell:window-open', 'shell:webview', 'shell:permission']));
  });

  test('a page asks for its own files and its own memory, and mapbox only with a token', () => {
    const refused: string[] = [];
    const double = electronDouble();
    installGuards(double.electron, { mapbox: false }, (reason) => refused.push(reason));
    for (const url of [...own, 'blob:app://jikim/1', 'data:image/png;base64,AA'])
      expect(double.request(url)).toBe(true);
    const tile = 'https://api.mapbox.com/v4/tile';
    const foreign = hostile.filter((url) => url !== 'blob:app://jikim/1');
    for (const url of [...foreign, 'data:text/javascript,1', 'ws://127.0.0.1/', tile])
      expect(double.request(url), url).toBe(false);
    expect(new Set(refused)).toEqual(new Set(['shell:request']));
    const withToken = electronDouble();
    installGuards(withToken.electron, { mapbox: true }, () => undefined);
    expect(withToken.request(tile)).toBe(true);
    for (const url of [
      'http://api.mapbox.com/',
      'https://api.mapbox.com:8443/',
      'https://api.mapbox.com.evil.example/',
    ])
      expect(withToken.request(url), url).toBe(false);
  });

  test('no page writes a file, and WebRTC is closed', () => {
    const refused: string[] = [];
    const double = electronDouble();
    installGuards(double.electron, { mapbox: false }, (reason) => refused.push(reason));
    expect(double.download()).toBe(false);
    expect(refused).toEqual(['shell:download']);
    expect(double.newContents().closed).toEqual(['webRtc']);
  });

  test.each(REFUSED_SWITCHES)('--%s is refused', (name) =>
    expect(refusedSwitch((asked) => asked === name)).toBe(`--${name}`),
  );
  test('a command line without them is not', () => expect(refusedSwitch(() => false)).toBeNull());

  test.each([
    ['the page itself', { frameUrl: 'app://jikim/', isTopFrame: true, isWindow: true }, true],
    ['an embedded frame of ours', { frameUrl: 'app://jikim/', isTopFrame: false, isWindow: true }, false],
    ['a foreign page', { frameUrl: 'https://evil.example/', isTopFrame: true, isWindow: true }, false],
    ['another page than a window’s', { frameUrl: 'app://jikim/', isTopFrame: true, isWindow: false }, false],
    ['a frame that is gone', { frameUrl: null, isTopFrame: true, isWindow: true }, false],
  ] as const)('IPC from %s', (_name, sender, trusted) => expect(isTrustedSender(sender)).toBe(trusted));
});

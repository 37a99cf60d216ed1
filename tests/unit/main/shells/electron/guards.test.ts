import { describe, expect, test } from 'vitest';
import { installGuards } from '../../../../../main/shells/electron/guards/install.ts';
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
    installGuards(double.electron, (reason) => refused.push(reason));
    expect(double.newContents().navigate(url)).toBe(false);
    expect(refused).toEqual(['shell:navigation']);
  });

  test('frames go about the own pages', () => {
    const double = electronDouble();
    installGuards(double.electron, () => undefined);
    expect(double.newContents().navigate('app://jikim/index.html')).toBe(true);
  });

  test('no windows by script, no embedded browser, no permission', () => {
    const refused: string[] = [];
    const double = electronDouble();
    installGuards(double.electron, (reason) => refused.push(reason));
    const contents = double.newContents();
    expect(contents.open()).toBe('deny');
    expect(contents.attachWebview()).toBe(false);
    for (const name of ['geolocation', 'media', 'notifications', 'clipboard-read', 'usb']) {
      expect(double.permission(name, 'app://jikim')).toBe(false);
    }
    expect(new Set(refused)).toEqual(new Set(['shell:window-open', 'shell:webview', 'shell:permission']));
  });

  test.each([
    ['the page itself', { frameUrl: 'app://jikim/', isTopFrame: true }, true],
    ['an embedded frame of ours', { frameUrl: 'app://jikim/', isTopFrame: false }, false],
    ['a foreign page', { frameUrl: 'https://evil.example/', isTopFrame: true }, false],
    ['a frame that is gone', { frameUrl: null, isTopFrame: true }, false],
  ] as const)('IPC from %s', (_name, sender, trusted) => expect(isTrustedSender(sender)).toBe(trusted));
});

/**
 * Switches of Chromium and Electron that open the console to whoever starts it with them. Packages refuse to run with any; a checkout
 * allows them, since its code can be changed anyway. Electron's own `--inspect` and its kind are cut off by a fuse instead, before any
 * code of ours runs. Considered and left alone, because they take nothing away: --lang, --force-device-scale-factor, --disable-gpu,
 * --use-angle, --enable-unsafe-swiftshader, --ozone-platform, --enable-logging without a file, --high-dpi-support, --password-store
 * (whether there is a keyring is asked of Electron and said). --allow-file-access-from-files Electron sets itself; a fuse takes file:// its
 * privileges; at --wait-for-debugger Chromium waits before any code of ours.
 */
export const REFUSED_SWITCHES = [
  // Chromium's debugger: full reach into page and memory from another program.
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-debugging-socket-name',
  'remote-debugging-io-pipes',
  'remote-debugging-targets',
  'remote-allow-origins',
  'custom-devtools-frontend',
  'wait-for-debugger-children',
  'wait-for-debugger-on-navigation',
  'renderer-startup-dialog',
  'utility-startup-dialog',
  'gpu-startup-dialog',
  'auto-open-devtools-for-tabs',
  'enable-automation',
  // The sandbox and the walls between pages.
  'no-sandbox',
  'disable-setuid-sandbox',
  'disable-namespace-sandbox',
  'disable-seccomp-filter-sandbox',
  'disable-gpu-sandbox',
  'allow-sandbox-debugging',
  'gpu-sandbox-allow-sysv-shm',
  'no-zygote',
  'no-zygote-sandbox',
  'single-process',
  'in-process-gpu',
  'disable-web-security',
  'disable-site-isolation-trials',
  'allow-running-insecure-content',
  'unsafely-treat-insecure-origin-as-secure',
  'disable-site-isolation-for-policy',
  'reduce-security-for-testing',
  'test-type',
  'enable-features',
  'disable-features',
  'force-fieldtrials',
  'enable-blink-features',
  'disable-blink-features',
  // Other programs put in the place of ours, or code put into it.
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'zygote-cmd-prefix',
  'gpu-launcher',
  'browser-subprocess-path',
  'load-extension',
  'disable-extensions-except',
  'js-flags',
  // Where traffic goes and what is written of it.
  'proxy-server',
  'proxy-pac-url',
  'proxy-auto-detect',
  'proxy-bypass-list',
  'host-rules',
  'host-resolver-rules',
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'ssl-key-log-file',
  'log-file',
  'log-net-log',
  'net-log-capture-mode',
  'trace-startup',
  'trace-config-file',
  // A profile elsewhere would be a second instance on the same data.
  'user-data-dir',
  // Powers of the page granted without asking.
  'use-fake-ui-for-media-stream',
  'auto-select-desktop-capture-source',
] as const;

/** @returns the first refused switch on this command line, as it would be typed; null when there is none. */
export const refusedSwitch = (hasSwitch: (name: string) => boolean): string | null => {
  const found = REFUSED_SWITCHES.find(hasSwitch);
  return found === undefined ? null : `--${found}`;
};

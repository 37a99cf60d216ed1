/** Chromium in a container, as root, without calls home. */
const QUIET_FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A machine without a sound card has a speaker all the same: else every page would say that its alarms are not heard.
  '--use-fake-device-for-media-stream',
] as const;

/** The same without a GPU: WebGL2 in software. */
export const CHROMIUM_FLAGS = [...QUIET_FLAGS, '--use-angle=swiftshader', '--enable-unsafe-swiftshader'] as const;

/**
 * The same for pages without WebGL: Chromium then draws with the processor, as it does by itself where there is no GPU. Putting a frame of
 * a whole window together in software WebGL takes five to ten times as long as making it.
 */
export const FLAT_CHROMIUM_FLAGS = [...QUIET_FLAGS, '--disable-gpu'] as const;

import { flipFuses, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses';

/**
 * Every fuse of Electron, also where the value is its default, so that no change of a default can undo one. The type wants each fuse
 * that @electron/fuses knows.
 */
const FUSES: Readonly<Record<FuseV1Options, boolean>> = {
  // Nobody runs code under this application's name; the monitoring server is a utility process and needs none of it.
  [FuseV1Options.RunAsNode]: false,
  // Nothing secret is in a cookie here, but what is written is encrypted.
  [FuseV1Options.EnableCookieEncryption]: true,
  // Neither NODE_OPTIONS nor --inspect opens a way into the running console.
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  // Code comes from the archive as it was packed, and from nowhere else. Electron checks the first on macOS and Windows only.
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  // No V8 snapshot of our own is shipped.
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  // The page comes by app://; file:// keeps no privileges.
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  // WebAssembly leaves its memory's bounds by a signal and not by a check at each access: Chromium's own default.
  [FuseV1Options.WasmTrapHandlers]: true,
};

const INDICES = Object.keys(FUSES).map(Number);

/**
 * Sets every fuse that this Electron has.
 * @param resign after the change, as an application for Apple's processors needs that nobody signs later.
 * @throws Error when it has one that no value is given for here.
 */
export const setFuses = async (binary: string, resign: boolean): Promise<void> => {
  const wire = await getCurrentFuseWire(binary);
  const missing = INDICES.filter((index) => !(index in wire)); // an older Electron has fewer
  const fuses = { ...FUSES };
  for (const index of missing) Reflect.deleteProperty(fuses, index);
  await flipFuses(binary, {
    ...fuses,
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    resetAdHocDarwinSignature: resign,
  });
};

import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The renderer only: what runs in Node is bundled by tools/bundle.ts. */
export default defineConfig({
  root: fileURLToPath(new URL('./renderer', import.meta.url)),
  base: '/',
  publicDir: false,
  plugins: [react()],
  // maplibre's worker is an ES module of its own and must be bundled as one.
  worker: { format: 'es' },
  build: {
    outDir: fileURLToPath(new URL('./dist/renderer', import.meta.url)),
    emptyOutDir: true,
    // Read by tools/size.ts to hold the size of what the sign-in screen loads.
    manifest: true,
    // The page's CSP allows no data: fonts or scripts, so nothing is inlined into the files that use it.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The lazy map engines are large by nature; tools/size.ts holds the limit that matters.
    chunkSizeWarningLimit: 2500,
    reportCompressedSize: false,
    // zod is told not to compile its schemas before any chunk builds one: what tells it so travels with it.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: 'zod', test: /node_modules.zod.|renderer.bridge.jitless/ }] } },
    },
  },
});

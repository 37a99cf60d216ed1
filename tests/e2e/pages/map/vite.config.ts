import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The map alone, on made-up store states: for looking at it without a server. Not part of the product. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  publicDir: false,
  plugins: [react()],
  worker: { format: 'es' },
  build: { assetsInlineLimit: 0, emptyOutDir: true, reportCompressedSize: false, chunkSizeWarningLimit: 3000 },
});

import { createServer } from 'vite';
import config from './vite.config.ts';

/** Serves the page of this folder on loopback; `urlOf` gives the address of a state. */
export const serveStates = async () => {
  const server = await createServer({ configFile: false, ...config, server: { ...config.server, port: 0 } });
  await server.listen();
  return {
    urlOf: (state: string, lang: 'ko' | 'en'): string =>
      `${server.resolvedUrls?.local[0] ?? ''}?state=${state}&lang=${lang}`,
    close: () => server.close(),
  };
};

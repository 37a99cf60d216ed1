import { chromium, type Browser } from '@playwright/test';

const TRIES = 4;
const TRY_MS = 25_000;

/**
 * Connects to Chromium's debugging port. Playwright looks at every page and worker there is; one that is just being made may never answer it,
 * and then the connection is made anew.
 */
export const connectTo = async (endpoint: string): Promise<Browser> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await chromium.connectOverCDP(endpoint, { timeout: TRY_MS });
    } catch (thrown) {
      if (tries === TRIES) throw thrown;
    }
  }
};

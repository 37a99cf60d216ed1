import { mkdirSync, readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { findBrowser } from './browser.ts';
import { CHROMIUM_FLAGS } from './chromiumFlags.ts';
import { inRoot } from './root.ts';

/*
 * `node tools/icons.ts`: draws assets/icons from renderer/app/icon.svg, once the latter has changed. Sizes as desktops of Linux look for
 * them; 256 is what Windows' icon is made of, 1024 that of macOS.
 */

const SIZES_PX = [16, 32, 48, 64, 128, 256, 512, 1024] as const;

const executablePath = findBrowser();
if (executablePath === null) throw new Error('no Chromium found; run: npm test (it installs one)');
const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
const svg = readFileSync(inRoot('renderer/app/icon.svg'), 'utf8');
mkdirSync(inRoot('assets/icons'), { recursive: true });
for (const size of SIZES_PX) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
  await page.screenshot({ path: inRoot('assets/icons', `${size}x${size}.png`), omitBackground: true });
  await page.close();
}
await browser.close();

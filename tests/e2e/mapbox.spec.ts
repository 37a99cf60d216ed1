import { expect, test } from './fixtures.ts';
import { DISPATCHER, rowOf, signIn, symbols } from './flow.ts';
import { scenarioFile } from './posting.ts';

/*
 * mapbox-gl in the page as a deployment with a token has it, unchanged, with answers of this machine in Mapbox's place. It shows that the page
 * lets it run and draws over it. It shows nothing of Mapbox's service: no style, tile or letter of Mapbox's is fetched (docs/map.md).
 */

const OFFENDER = '가해자 전가명';
test.use({ start: { scenario: scenarioFile('warning'), env: { JIKIM_MAPBOX_TOKEN: 'pk.not-a-token' } } });

/** A style with nothing but a ground; its source names whom to thank, in the form that Mapbox does. */
const STYLE = {
  version: 8,
  name: 'stub',
  sources: {
    none: {
      type: 'geojson',
      data: { type: 'FeatureCollection', features: [] },
      attribution: '<a href="https://www.mapbox.com/about/maps/" target="_blank">&copy; Mapbox</a>',
    },
  },
  layers: [
    { id: 'ground', type: 'background', paint: { 'background-color': '#102030' } },
    { id: 'none', type: 'circle', source: 'none' },
  ],
};

test('mapbox-gl runs under the page’s policies, keeps its attribution, and the console draws over it', async ({
  page,
  jikim,
}) => {
  const asked = new Set<string>();
  await page.route(/^https:/, async (route) => {
    const { host, pathname } = new URL(route.request().url());
    asked.add(host);
    if (pathname.startsWith('/styles/')) await route.fulfill({ json: STYLE });
    else await route.fulfill({ status: 204, body: '' });
  });
  const worker = page.waitForEvent('worker');
  await page.goto(jikim.link);
  await signIn(page, DISPATCHER);
  await rowOf(page, OFFENDER).click({ timeout: 30_000 });
  await expect(page.locator('[data-map=ready]')).toBeVisible({ timeout: 60_000 });
  await expect(page.locator('canvas.mapboxgl-canvas')).toBeVisible();
  expect((await worker).url(), 'a file of the console').toMatch(
    /^http:\/\/127\.0\.0\.1:\d+\/assets\/mapbox-gl-csp-worker-/,
  );
  await expect(page.locator('.mapboxgl-ctrl-attrib a').first()).toHaveAttribute('href', /^https:\/\/www\.mapbox\.com/);
  await expect(page.locator('.mapboxgl-ctrl-logo')).toBeVisible();
  await page.getByRole('button', { name: '긴급 열람' }).click();
  await page.getByLabel('열람 사유').fill('시험');
  await page.getByRole('button', { name: '기록하고 열람' }).click();
  await expect(symbols(page, 'person]')).toHaveCount(2);
  expect([...asked].every((host) => ['api.mapbox.com', 'events.mapbox.com'].includes(host))).toBe(true);
  expect(asked.size).toBeGreaterThan(0);
});

import mapboxWorkerUrl from 'mapbox-gl/dist/mapbox-gl-csp-worker.js?url';
import maplibreWorkerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';

/*
 * The page's content policy lets a string become HTML, a script or a worker only through a policy, and this is the only one there is. It is
 * the default one, since the libraries that need it know no other, and it passes the few values named here, word for word. Imported before
 * any of them uses it.
 */

/** Workers that the two map engines start. */
const WORKERS: readonly string[] = [maplibreWorkerUrl, mapboxWorkerUrl];

/** The one style that Radix puts beside a list of choices by `innerHTML`. */
const SELECT_STYLE =
  '[data-radix-select-viewport]{scrollbar-width:none;-ms-overflow-style:none;-webkit-overflow-scrolling:touch;}' +
  '[data-radix-select-viewport]::-webkit-scrollbar{display:none}';

/** Text and links, as mapbox-gl writes the attribution of its maps: no element and no attribute that could run anything. */
const ATTRIBUTION =
  /^(?:[^<>]|<a(?: (?:href="https:\/\/[^"<>]*"|(?:class|target|title|rel|role|aria-label)="[^"<>]*"))*>|<\/a>)*$/;

/** TypeScript's own list of the browser's names does not have it yet; a browser without it takes strings as ever. */
declare global {
  interface Window {
    readonly trustedTypes?: {
      readonly createPolicy: (
        name: string,
        rules: Readonly<Record<'createHTML' | 'createScriptURL', (text: string) => string | null>>,
      ) => unknown;
    };
  }
}

const absolute = (url: string): string => new URL(url, document.baseURI).href;

window.trustedTypes?.createPolicy('default', {
  createHTML: (html) => (html === SELECT_STYLE || ATTRIBUTION.test(html) ? html : null),
  createScriptURL: (url) => (WORKERS.some((worker) => absolute(worker) === absolute(url)) ? url : null),
});

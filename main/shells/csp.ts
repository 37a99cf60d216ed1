/**
 * Content security policy of the page, the same in both shells. Everything comes from the console itself:
 * - `blob:` images, because the map engine makes them; its worker is a file of ours;
 * - inline styles, because the headless components and the map set them; they can run nothing;
 * - text becomes HTML, code or a worker through the page's one policy only (renderer/bridge/trustedTypes.ts);
 * - mapbox hosts only where the deployment has set a token.
 */
export const contentSecurityPolicy = (options: { readonly mapbox: boolean }): string => {
  const mapbox = options.mapbox ? ' https://api.mapbox.com https://events.mapbox.com' : '';
  return [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self'",
    `img-src 'self' data: blob:${mapbox}`,
    `connect-src 'self'${mapbox}`,
    "base-uri 'none'",
    "form-action 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
    "frame-ancestors 'none'",
  ].join('; ');
};

/** Headers of every answer a shell gives, files and refusals alike. */
export const securityHeaders = (options: { readonly mapbox: boolean }): Readonly<Record<string, string>> => ({
  'Content-Security-Policy': contentSecurityPolicy(options),
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), serial=(), hid=()',
});

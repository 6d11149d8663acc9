import type { Config } from '#server/config/config.ts';
import { isLoopback } from './loopback.ts';

export type Headers = Readonly<Record<string, string>>;

/**
 * `default-src` allows the web app manifest and nothing else, because every other kind has its own directive. WebKit
 * does not know `manifest-src` and complains about it on the console.
 */
const pageDirectives = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  // A frame starts the downloads that a service worker serves.
  "frame-src 'self'",
  "object-src 'none'",
  "media-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types solid-tmpl app-worker',
];

/** For a meta element, in case a proxy drops headers. Browsers ignore frame-ancestors there. */
export const META_CSP = pageDirectives.join('; ');
const PAGE_CSP = `${META_CSP}; frame-ancestors 'none'`;
const API_CSP = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const refusedFeatures = [
  'accelerometer',
  'autoplay',
  'camera',
  'clipboard-read',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'picture-in-picture',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'storage-access',
  'usb',
  'xr-spatial-tracking',
];
const PERMISSIONS = [...refusedFeatures.map((feature) => `${feature}=()`), 'clipboard-write=(self)'].join(', ');

const TWO_YEARS_SECONDS = 63_072_000;

export interface SecurityHeaders {
  /** For replies of the API, which are never rendered, framed or stored. */
  readonly api: Headers;
  /** For pages and everything they load. A worker's policy comes with its script. */
  readonly page: Headers;
}

/** Built once from the public address: HSTS for https only, isolation only where browsers grant it. */
export function securityHeaders(config: Pick<Config, 'publicUrl'>): SecurityHeaders {
  const { protocol, hostname } = new URL(config.publicUrl);
  const https = protocol === 'https:';
  const everywhere = {
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    ...(https && { 'strict-transport-security': `max-age=${TWO_YEARS_SECONDS}` }),
  };
  return {
    api: Object.freeze({
      ...everywhere,
      'cache-control': 'no-store, no-transform',
      'content-security-policy': API_CSP,
      'x-robots-tag': 'noindex',
    }),
    page: Object.freeze({
      ...everywhere,
      'content-security-policy': PAGE_CSP,
      'cross-origin-embedder-policy': 'require-corp',
      'permissions-policy': PERMISSIONS,
      // Browsers log a warning for these two on an untrusted origin.
      ...((https || isLoopback(hostname)) && {
        'cross-origin-opener-policy': 'same-origin',
        'origin-agent-cluster': '?1',
      }),
    }),
  };
}

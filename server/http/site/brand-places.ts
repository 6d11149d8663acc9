import type { Branding } from '#server/branding/open-branding.ts';
import type { ShownBrand } from '#server/branding/shown-brand.ts';
import { escapeHtml } from './fill-places.ts';

/** Shown only if the operator names a support contact. */
const SUPPORT_PART = /<!--support-->([^]*?)<!--\/support-->/g;

/** Keeps or removes the parts of a template that need a support contact. */
export const withSupport = (html: string, { supportContact }: ShownBrand): string =>
  html.replace(SUPPORT_PART, (_part, content: string) => (supportContact === undefined ? '' : content));

interface Dressing {
  /** Adds the measured contrasts, for the brand page. */
  readonly measured: boolean;
  /** Returns the integrity hash of a stylesheet. */
  readonly integrity: (bytes: Uint8Array) => string;
}

/** The operator's name, pictures, colours and contacts, by their places. */
export function brandPlaces(branding: Branding, shown: ShownBrand, dressing: Dressing): [string, string][] {
  return [
    ['<!--brand-->', headLines(branding, shown, dressing).join('\n    ')],
    ['<!--wordmark-->', wordmark(shown)],
    ['<!--links-->', shown.footerLinks.map(footerLink).join('')],
    ['%BRAND_NAME%', escapeHtml(shown.name)],
    ['%SUPPORT_CONTACT%', escapeHtml(shown.supportContact ?? '')],
  ];
}

function headLines(branding: Branding, shown: ShownBrand, { measured, integrity }: Dressing): string[] {
  const { colours, favicon, touchIcon, manifest } = branding;
  const checked = colours && `"${escapeHtml(colours.path)}" integrity="${integrity(colours.css)}" crossorigin`;
  return [
    ...(checked === undefined ? [] : [`<link rel="stylesheet" href=${checked}>`]),
    `<link rel="icon" type="${favicon.mediaType}" href="${escapeHtml(favicon.path)}">`,
    ...(touchIcon === undefined ? [] : [`<link rel="apple-touch-icon" href="${escapeHtml(touchIcon)}">`]),
    `<link rel="manifest" href="${escapeHtml(manifest)}">`,
    meta('brand', shown),
    ...(measured ? [meta('measured', branding.measured)] : []),
    `<meta property="og:site_name" content="${escapeHtml(shown.name)}">`,
    `<title>${escapeHtml(shown.name)}</title>`,
  ];
}

function wordmark({ name, logo, wordmark }: ShownBrand): string {
  if (logo !== undefined) return `<img src="${escapeHtml(logo)}" alt="${escapeHtml(name)}">`;
  return wordmark === undefined
    ? `<span dir="auto" translate="no">${escapeHtml(name)}</span>`
    : `<span data-dotted dir="ltr" translate="no">${escapeHtml(wordmark)}</span>`;
}

const footerLink = ({ label, url }: ShownBrand['footerLinks'][number]) =>
  `<a href="${escapeHtml(url)}" rel="noreferrer noopener">${escapeHtml(label)}</a>`;

const meta = (name: string, value: object) => `<meta name="${name}" content="${escapeHtml(JSON.stringify(value))}">`;

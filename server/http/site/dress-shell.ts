import type { FooterLink } from '#server/config/config.ts';
import { escapeHtml, integrity } from './render-shell.ts';
import type { Branding } from '#server/branding/open-branding.ts';
import type { ShownBrand } from '#server/branding/shown-brand.ts';

/** Shown only if the operator names a support contact. */
const SUPPORT_PART = /<!--support-->([^]*?)<!--\/support-->/g;
const SUPPORT_PLACE = '%SUPPORT_CONTACT%';
const NAME_PLACE = '%BRAND_NAME%';

interface Dressing {
  /** Adds the measured contrasts, for the brand page. */
  readonly measured: boolean;
}

/**
 * Fills the shell's placeholders for the operator's name, pictures, colours and contacts. It runs last, so that no
 * brand text is mistaken for a placeholder.
 */
export function dressShell(shell: string, branding: Branding, dressing: Dressing): string {
  const { shown } = branding;
  const places = {
    '<!--brand-->': headLines(branding, dressing).join('\n    '),
    '<!--wordmark-->': wordmark(shown),
    '<!--links-->': shown.footerLinks.map(footerLink).join(''),
  };
  // First, so that no text of the operator is mistaken for this place.
  const named = shell.replaceAll(NAME_PLACE, () => escapeHtml(shown.name));
  const placed = Object.entries(places).reduce((html, [place, content]) => {
    if (!html.includes(place)) throw new Error(`The page template needs one ${place}.`);
    return html.replaceAll(place, () => content);
  }, named);
  const contact = shown.supportContact;
  return placed.replace(SUPPORT_PART, (_part, content: string) =>
    contact === undefined ? '' : content.replace(SUPPORT_PLACE, () => escapeHtml(contact)),
  );
}

function headLines({ shown, measured, favicon, touchIcon, manifest, colours }: Branding, dressing: Dressing): string[] {
  return [
    ...(colours === undefined ? [] : [stylesheet(colours)]),
    `<link rel="icon" type="${favicon.mediaType}" href="${escapeHtml(favicon.path)}">`,
    ...(touchIcon === undefined ? [] : [`<link rel="apple-touch-icon" href="${escapeHtml(touchIcon)}">`]),
    `<link rel="manifest" href="${escapeHtml(manifest)}">`,
    meta('brand', shown),
    ...(dressing.measured ? [meta('measured', measured)] : []),
    `<meta property="og:site_name" content="${escapeHtml(shown.name)}">`,
    `<title>${escapeHtml(shown.name)}</title>`,
  ];
}

function wordmark({ name, logo, wordmark }: ShownBrand): string {
  if (logo !== undefined) return `<img src="${escapeHtml(logo)}" alt="${escapeHtml(name)}">`;
  return wordmark === undefined
    ? `<span>${escapeHtml(name)}</span>`
    : `<span data-dotted>${escapeHtml(wordmark)}</span>`;
}

const footerLink = ({ label, url }: FooterLink) =>
  `<a href="${escapeHtml(url)}" rel="noreferrer noopener">${escapeHtml(label)}</a>`;

const stylesheet = ({ path, css }: NonNullable<Branding['colours']>) =>
  `<link rel="stylesheet" href="${escapeHtml(path)}" integrity="${integrity(css)}" crossorigin>`;

const meta = (name: string, value: object) => `<meta name="${name}" content="${escapeHtml(JSON.stringify(value))}">`;

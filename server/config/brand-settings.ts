import { optional, required, text } from './setting.ts';

/** How the pages look and whom they name: with a name of your own, nothing on them says Sotto. */
export const brandSettings = {
  SOTTO_BRAND_NAME: required(text, 'Sotto', 'The name of this service, on every page and in every title.'),
  SOTTO_BRAND_LOGO: optional(
    text,
    { shownDefault: 'the name, in letters' },
    'A file with the logo that stands in place of the name: SVG, PNG or WebP.',
  ),
  SOTTO_BRAND_FAVICON: optional(
    text,
    { shownDefault: 'a seal' },
    'A file with the icon of the browser’s tab: SVG or PNG.',
  ),
  SOTTO_BRAND_SEAL_LIGHT: optional(
    text,
    { shownDefault: '#b3331d' },
    'The one accent colour on light pages, as `#rrggbb`. A colour that cannot be read on them is refused.',
  ),
  SOTTO_BRAND_SEAL_DARK: optional(text, { shownDefault: '#e8654b' }, 'The same on dark pages.'),
  SOTTO_FOOTER_LINKS: optional(
    text,
    { shownDefault: 'none' },
    'Links at the foot of every page, with commas between: `Imprint=https://example.org/imprint`.',
  ),
  SOTTO_SUPPORT_CONTACT: optional(
    text,
    { shownDefault: 'none' },
    'Whom people ask for help: a `mailto:` or https address.',
  ),
  SOTTO_ABUSE_CONTACT: optional(
    text,
    { shownDefault: 'none' },
    'Whom people tell of abuse: a `mailto:` or https address. With it, a share can be reported from its page, by its id alone (`sotto admin reports`).',
  ),
};

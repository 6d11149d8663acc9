import type * as v from 'valibot';
import { brandName, contact, footerLinks, sealColour } from './brand-forms.ts';
import type { Brand } from './config.ts';
import { optional, required, text, yesOrNo } from './setting.ts';

/** The default name of a service. */
export const OWN_NAME = 'Sotto';

/** The look of the pages and the contacts on them. With another name, the pages never mention Sotto. */
export const brandSettings = {
  SOTTO_BRAND_NAME: required(brandName, OWN_NAME, 'The name of this service on every page and in every title.'),
  SOTTO_BRAND_LOGO: optional(
    text,
    { shownDefault: 'the name as text' },
    'A file with a logo to show instead of the name: SVG, PNG or WebP, at most 256 KB.',
  ),
  SOTTO_BRAND_FAVICON: optional(
    text,
    { shownDefault: 'a seal in the accent colour' },
    'A file with the icon for browser tabs: SVG or PNG, at most 256 KB.',
  ),
  SOTTO_BRAND_SEAL_LIGHT: optional(
    sealColour('light'),
    { shownDefault: '#b3331d' },
    'The accent colour on light pages, as `#rrggbb`. A colour with too little contrast is refused.',
  ),
  SOTTO_BRAND_SEAL_DARK: optional(
    sealColour('dark'),
    { shownDefault: '#e8654b' },
    'The accent colour on dark pages. If only one of the two is set, the other is derived from it with enough contrast.',
  ),
  SOTTO_BRAND_PAGE: required(
    yesOrNo,
    'false',
    'Whether `/brand` shows the effect of these settings, with the measured contrasts. For setting up: anyone can see it.',
  ),
  SOTTO_FOOTER_LINKS: optional(
    footerLinks,
    { shownDefault: 'none' },
    'Up to eight links at the foot of every page, separated by commas: `Imprint=https://example.org/imprint`. A link can have labels in other languages: `Imprint|de:Impressum|ja:運営者情報=https://…`.',
  ),
  SOTTO_SUPPORT_CONTACT: optional(
    contact,
    { shownDefault: 'none' },
    'The contact for help: a `mailto:` or https address.',
  ),
  SOTTO_ABUSE_CONTACT: optional(
    contact,
    { shownDefault: 'none' },
    'The contact for abuse: a `mailto:` or https address. If set, people can report a share from its page, by its id alone (`sotto admin reports`).',
  ),
};

type BrandSettings = v.InferOutput<v.ObjectSchema<typeof brandSettings, undefined>>;

export function toBrand(settings: BrandSettings): Brand {
  const {
    SOTTO_BRAND_LOGO: logo,
    SOTTO_BRAND_FAVICON: favicon,
    SOTTO_BRAND_SEAL_LIGHT: sealLight,
    SOTTO_BRAND_SEAL_DARK: sealDark,
    SOTTO_SUPPORT_CONTACT: supportContact,
    SOTTO_ABUSE_CONTACT: abuseContact,
  } = settings;
  return {
    name: settings.SOTTO_BRAND_NAME,
    ...(logo !== undefined && { logo }),
    ...(favicon !== undefined && { favicon }),
    ...(sealLight !== undefined && { sealLight }),
    ...(sealDark !== undefined && { sealDark }),
    hasPage: settings.SOTTO_BRAND_PAGE,
    footerLinks: Object.freeze((settings.SOTTO_FOOTER_LINKS ?? []).map((link) => Object.freeze(link))),
    ...(supportContact !== undefined && { supportContact }),
    ...(abuseContact !== undefined && { abuseContact }),
  };
}

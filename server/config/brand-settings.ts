import type * as v from 'valibot';
import { brandName, contact, footerLinks, sealColour } from './brand-forms.ts';
import type { Brand } from './config.ts';
import { optional, required, text } from './setting.ts';

/** The name of a service that nobody has given another. */
export const OWN_NAME = 'Sotto';

/** How the pages look and whom they name: with a name of your own, nothing on them says Sotto. */
export const brandSettings = {
  SOTTO_BRAND_NAME: required(brandName, OWN_NAME, 'The name of this service, on every page and in every title.'),
  SOTTO_BRAND_LOGO: optional(
    text,
    { shownDefault: 'the name, in letters' },
    'A file with the logo that stands in place of the name: SVG, PNG or WebP, at most 256 KB.',
  ),
  SOTTO_BRAND_FAVICON: optional(
    text,
    { shownDefault: 'a seal, in its colour' },
    'A file with the icon of the browser’s tab: SVG or PNG, at most 256 KB.',
  ),
  SOTTO_BRAND_SEAL_LIGHT: optional(
    sealColour('light'),
    { shownDefault: '#b3331d' },
    'The one accent colour on light pages, as `#rrggbb`. A colour that cannot be read on them is refused.',
  ),
  SOTTO_BRAND_SEAL_DARK: optional(
    sealColour('dark'),
    { shownDefault: '#e8654b' },
    'The same on dark pages. If only one of the two is given, the other is made from it, as light as it must be to be read.',
  ),
  SOTTO_FOOTER_LINKS: optional(
    footerLinks,
    { shownDefault: 'none' },
    'At most eight links at the foot of every page, with commas between: `Imprint=https://example.org/imprint`.',
  ),
  SOTTO_SUPPORT_CONTACT: optional(
    contact,
    { shownDefault: 'none' },
    'Whom people ask for help: a `mailto:` or https address.',
  ),
  SOTTO_ABUSE_CONTACT: optional(
    contact,
    { shownDefault: 'none' },
    'Whom people tell of abuse: a `mailto:` or https address. With it, a share can be reported from its page, by its id alone (`sotto admin reports`).',
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
    footerLinks: Object.freeze((settings.SOTTO_FOOTER_LINKS ?? []).map((link) => Object.freeze(link))),
    ...(supportContact !== undefined && { supportContact }),
    ...(abuseContact !== undefined && { abuseContact }),
  };
}

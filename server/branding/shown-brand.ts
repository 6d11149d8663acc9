import { OWN_NAME } from '#server/config/brand-settings.ts';
import type { Brand } from '#server/config/config.ts';
import { contrast, formatRatio } from '#server/config/colour.ts';
import { grounds } from '#server/config/palette.ts';
import type { Palette, Scheme, SealColours } from '#server/config/palette.ts';
import { footerLabels } from './footer-labels.ts';

/** The brand as every shell passes it to its page, in the page's language: `<meta name="brand">`. */
export interface ShownBrand {
  readonly name: string;
  /** Sotto's styled name; another name is shown as given. */
  readonly wordmark?: string;
  /** The letter on the seal. */
  readonly initial: string;
  /** The path of a picture that replaces the wordmark. */
  readonly logo?: string;
  readonly footerLinks: readonly { readonly label: string; readonly url: string }[];
  readonly supportContact?: string;
  readonly abuseContact?: string;
}

/** @returns the brand in a language */
export function shownBrand(brand: Brand, logo?: string): (lang: string) => ShownBrand {
  const { name, supportContact, abuseContact } = brand;
  const shown = {
    name,
    ...(name === OWN_NAME && { wordmark: name.toLowerCase() }),
    initial: initialOf(name),
    ...(logo !== undefined && { logo }),
    ...(supportContact !== undefined && { supportContact }),
    ...(abuseContact !== undefined && { abuseContact }),
  };
  return (lang) => {
    const labels = footerLabels(brand, lang);
    return {
      ...shown,
      footerLinks: brand.footerLinks.map(({ label, url }, at) => ({ label: labels[at] ?? label, url })),
    };
  };
}

/** An ASCII character that no combining character follows. */
const plainInitial = /^[!-~](?=[ -~]|$)/;

/** The first letter as people count letters. Intl.Segmenter adds 15 ms to a start, and most names do not need it. */
function initialOf(name: string): string {
  const plain = plainInitial.exec(name);
  if (plain !== null) return plain[0].toLowerCase();
  const [first] = new Intl.Segmenter().segment(name);
  return first?.segment.toLowerCase() ?? '';
}

/** For the preview only: each colour with its measured contrasts. */
export type MeasuredPalette = Readonly<Record<Scheme, MeasuredSeal>>;

export interface MeasuredSeal extends SealColours {
  /** Formatted: `5.9:1`. */
  readonly contrasts: Readonly<Record<'paper' | 'card' | 'ink' | 'inkUnderPointer', string>>;
}

export function measurePalette(palette: Palette): MeasuredPalette {
  return { light: measure(palette.light, 'light'), dark: measure(palette.dark, 'dark') };
}

function measure(colours: SealColours, scheme: Scheme): MeasuredSeal {
  const { seal, strong, onSeal } = colours;
  const { paper, card } = grounds[scheme];
  const contrasts = {
    paper: formatRatio(contrast(seal, paper)),
    card: formatRatio(contrast(seal, card)),
    ink: formatRatio(contrast(onSeal, seal)),
    inkUnderPointer: formatRatio(contrast(onSeal, strong)),
  };
  return { ...colours, contrasts };
}

import { OWN_NAME } from '#server/config/brand-settings.ts';
import type { Brand, FooterLink } from '#server/config/config.ts';
import { contrast, formatRatio } from '#server/config/colour.ts';
import { grounds } from '#server/config/palette.ts';
import type { Palette, Scheme, SealColours } from '#server/config/palette.ts';

/** What every page is told of the brand, in its shell: `<meta name="brand">`. */
export interface ShownBrand {
  readonly name: string;
  /** Sotto's own way of writing its name; a name of somebody's stands as it was given. */
  readonly wordmark?: string;
  /** What is pressed into the seal. */
  readonly initial: string;
  /** The path of a picture in place of the wordmark. */
  readonly logo?: string;
  readonly footerLinks: readonly FooterLink[];
  readonly supportContact?: string;
  readonly abuseContact?: string;
}

export function shownBrand({ name, footerLinks, supportContact, abuseContact }: Brand, logo?: string): ShownBrand {
  return {
    name,
    ...(name === OWN_NAME && { wordmark: name.toLowerCase() }),
    initial: initialOf(name),
    ...(logo !== undefined && { logo }),
    footerLinks,
    ...(supportContact !== undefined && { supportContact }),
    ...(abuseContact !== undefined && { abuseContact }),
  };
}

/** A letter of ASCII with nothing after it that could belong to it. */
const plainInitial = /^[!-~](?=[ -~]|$)/;

/** The first letter, as people count letters; what counts them costs a start 15 ms, and most names do without. */
function initialOf(name: string): string {
  const plain = plainInitial.exec(name);
  if (plain !== null) return plain[0].toLowerCase();
  const [first] = new Intl.Segmenter().segment(name);
  return first?.segment.toLowerCase() ?? '';
}

/** What the preview alone is told besides: each colour with the contrasts it was tried for. */
export type MeasuredPalette = Readonly<Record<Scheme, MeasuredSeal>>;

export interface MeasuredSeal extends SealColours {
  /** As they are said: `5.9:1`. */
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

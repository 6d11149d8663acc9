import type { Brand } from './config.ts';
import { contrast, formatRatio, lightness, withLightness } from './colour.ts';

export const schemes = ['light', 'dark'] as const;
export type Scheme = (typeof schemes)[number];

/** What the seal colour is seen with, as web/styles/tokens.css has it. */
export const grounds: Readonly<Record<Scheme, Readonly<Record<'paper' | 'card', string>>>> = {
  light: { paper: '#f6f3ed', card: '#fffefb' },
  dark: { paper: '#151412', card: '#1d1b18' },
};
/** What is written on the seal is one of these. */
export const inks = ['#fffefb', '#151412'] as const;

/** WCAG 2.2, AA: text. The seal colour is that of errors, and buttons are written on it. */
export const READABLE = 4.5;

const LIGHTNESS_STEP = 0.005;
/** How far a button under the pointer is from one at rest: the least that is seen. A bright yellow has to go far. */
const STRONG_STEPS = [0.08, 0.16, 0.24, 0.32, 0.4, 0.48, 0.56, 0.64];
/** A contrast that is seen when one becomes the other. */
const VISIBLE = 1.1;

/** The accent colour of one scheme, and what follows from it. */
export interface Seal {
  readonly seal: string;
  /** A button under the pointer. */
  readonly strong: string;
  /** Text on either. */
  readonly onSeal: string;
}

/** Sotto's own, as web/styles/tokens.css has it. */
export const ownPalette: Palette = {
  light: { seal: '#b3331d', strong: '#98270f', onSeal: '#fffefb' },
  dark: { seal: '#e8654b', strong: '#f07f67', onSeal: '#151412' },
};

export type Palette = Readonly<Record<Scheme, Seal>>;

export const inkOn = (seal: string): string =>
  inks.reduce((best, ink) => (contrast(ink, seal) > contrast(best, seal) ? ink : best));

/** The least of all that the seal colour is read with: on paper, on a card, and under its own ink. */
export function legibility(seal: string, scheme: Scheme): number {
  const { paper, card } = grounds[scheme];
  return Math.min(...[paper, card, inkOn(seal)].map((other) => contrast(seal, other)));
}

export const isReadable = (seal: string, scheme: Scheme): boolean => legibility(seal, scheme) >= READABLE;

/** The same colour in the lightness nearest to its own that can be read: it is there, since black or white can be. */
export function nearestReadable(seal: string, scheme: Scheme): string {
  if (isReadable(seal, scheme)) return seal;
  const towards = scheme === 'light' ? -LIGHTNESS_STEP : LIGHTNESS_STEP;
  let candidate = seal;
  for (let at = lightness(seal) + towards; !isReadable(candidate, scheme); at += towards)
    candidate = withLightness(seal, Math.min(Math.max(at, 0), 1));
  return candidate;
}

/** What a setting must be: the measure, and the nearest colour that has it. */
export function describeReadable(seal: string, scheme: Scheme): string {
  const way = scheme === 'light' ? 'darker' : 'lighter';
  const measured = `it has ${formatRatio(legibility(seal, scheme))} and needs ${formatRatio(READABLE)}`;
  return `${nearestReadable(seal, scheme)} or ${way} to be read on ${scheme} pages (${measured})`;
}

/** @param seal one that can be read in that scheme */
export function sealOf(seal: string, scheme: Scheme): Seal {
  const onSeal = inkOn(seal);
  return { seal, strong: strongOf(seal, { scheme, onSeal }), onSeal };
}

/** Away from the page; towards it where a colour gets no darker or no lighter, like black or a bright yellow. */
function strongOf(seal: string, { scheme, onSeal }: { readonly scheme: Scheme; readonly onSeal: string }): string {
  const away = scheme === 'light' ? -1 : 1;
  const options = STRONG_STEPS.flatMap((step) => [away * step, -away * step])
    .map((step) => withLightness(seal, Math.min(Math.max(lightness(seal) + step, 0), 1)))
    .filter((option) => contrast(onSeal, option) >= READABLE);
  return options.find((option) => contrast(option, seal) >= VISIBLE) ?? seal;
}

/** Of one colour alone, the other scheme's is made; of none, the pages keep their own. */
export function paletteOf({ sealLight, sealDark }: Pick<Brand, 'sealLight' | 'sealDark'>): Palette | undefined {
  const given = { light: sealLight ?? sealDark, dark: sealDark ?? sealLight };
  if (given.light === undefined || given.dark === undefined) return undefined;
  return {
    light: sealOf(nearestReadable(given.light, 'light'), 'light'),
    dark: sealOf(nearestReadable(given.dark, 'dark'), 'dark'),
  };
}

import type { Brand } from './config.ts';
import { contrast, formatRatio, lightness, withLightness } from './colour.ts';

export const schemes = ['light', 'dark'] as const;
export type Scheme = (typeof schemes)[number];

/** The backgrounds of the seal colour, as in web/styles/tokens.css. */
export const grounds: Readonly<Record<Scheme, Readonly<Record<'paper' | 'card', string>>>> = {
  light: { paper: '#f6f3ed', card: '#fffefb' },
  dark: { paper: '#151412', card: '#1d1b18' },
};
/** Text on the seal has one of these colours. */
export const inks = ['#fffefb', '#151412'] as const;

/** WCAG 2.2, AA, for text: errors have the seal colour, and buttons have text on it. */
export const READABLE = 4.5;

const LIGHTNESS_STEP = 0.005;
/**
 * The lightness steps to try for a button under the pointer. The first visible one is used; a bright yellow needs a
 * large one.
 */
const STRONG_STEPS = [0.08, 0.16, 0.24, 0.32, 0.4, 0.48, 0.56, 0.64];
/** The contrast at which a change of colour is visible. */
const VISIBLE = 1.1;

/** The accent colour of one scheme and the colours derived from it. */
export interface SealColours {
  readonly seal: string;
  /** For a button under the pointer. */
  readonly strong: string;
  /** For text on either colour. */
  readonly onSeal: string;
}

/** Sotto's own palette, as in web/styles/tokens.css. */
export const ownPalette: Palette = {
  light: { seal: '#b3331d', strong: '#98270f', onSeal: '#fffefb' },
  dark: { seal: '#e8654b', strong: '#f07f67', onSeal: '#151412' },
};

export type Palette = Readonly<Record<Scheme, SealColours>>;

export const inkOn = (seal: string): string =>
  inks.reduce((best, ink) => (contrast(ink, seal) > contrast(best, seal) ? ink : best));

/** The lowest contrast of the seal colour: on paper, on a card, and with the text on it. */
export function legibility(seal: string, scheme: Scheme): number {
  const { paper, card } = grounds[scheme];
  return Math.min(...[paper, card, inkOn(seal)].map((other) => contrast(seal, other)));
}

export const isReadable = (seal: string, scheme: Scheme): boolean => legibility(seal, scheme) >= READABLE;

/** The same colour in the nearest legible lightness. There always is one, because black or white is legible. */
export function nearestReadable(seal: string, scheme: Scheme): string {
  if (isReadable(seal, scheme)) return seal;
  const towards = scheme === 'light' ? -LIGHTNESS_STEP : LIGHTNESS_STEP;
  let candidate = seal;
  for (let at = lightness(seal) + towards; !isReadable(candidate, scheme); at += towards)
    candidate = withLightness(seal, Math.min(Math.max(at, 0), 1));
  return candidate;
}

/** Completes "must be": the nearest legible colour, and the measured contrast. */
export function describeReadable(seal: string, scheme: Scheme): string {
  const way = scheme === 'light' ? 'darker' : 'lighter';
  const measured = `it has ${formatRatio(legibility(seal, scheme))} and needs ${formatRatio(READABLE)}`;
  return `${nearestReadable(seal, scheme)} or ${way} to be read on ${scheme} pages (${measured})`;
}

/** @param seal a colour that is legible in that scheme */
export function sealOf(seal: string, scheme: Scheme): SealColours {
  const onSeal = inkOn(seal);
  return { seal, strong: strongOf(seal, { scheme, onSeal }), onSeal };
}

/** Moves away from the page's lightness, or towards it if the colour cannot get darker or lighter, like black. */
function strongOf(seal: string, { scheme, onSeal }: { readonly scheme: Scheme; readonly onSeal: string }): string {
  const away = scheme === 'light' ? -1 : 1;
  const options = STRONG_STEPS.flatMap((step) => [away * step, -away * step])
    .map((step) => withLightness(seal, Math.min(Math.max(lightness(seal) + step, 0), 1)))
    .filter((option) => contrast(onSeal, option) >= READABLE);
  return options.find((option) => contrast(option, seal) >= VISIBLE) ?? seal;
}

/** Derives a missing colour from the other one. @returns undefined if neither is set: the pages then keep their own */
export function paletteOf({ sealLight, sealDark }: Pick<Brand, 'sealLight' | 'sealDark'>): Palette | undefined {
  const given = { light: sealLight ?? sealDark, dark: sealDark ?? sealLight };
  if (given.light === undefined || given.dark === undefined) return undefined;
  return {
    light: sealOf(nearestReadable(given.light, 'light'), 'light'),
    dark: sealOf(nearestReadable(given.dark, 'dark'), 'dark'),
  };
}

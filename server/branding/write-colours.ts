import { ownPalette, schemes } from '#server/config/palette.ts';
import type { Palette, Scheme, SealColours } from '#server/config/palette.ts';

const properties = { seal: '--seal', strong: '--seal-strong', onSeal: '--on-seal' } satisfies Record<
  keyof SealColours,
  string
>;

/**
 * Writes a stylesheet in a layer between the tokens and their users, regardless of the order of the links. It spells
 * out `light-dark()`, as the build does, for browsers from before 2024. Printed pages use the light colours.
 */
export function writeColours(palette: Palette): string {
  const rule = (scheme: Scheme, ...selectors: readonly string[]) =>
    `${selectors.join()}{${declarations(palette[scheme])}}`;
  const rules = [
    rule('light', ':root', '[data-scheme]'),
    `@media screen and (prefers-color-scheme:dark){${rule('dark', ':root', '[data-scheme]')}}`,
    rule('light', ':root[data-theme=light]', '[data-scheme=light]'),
    `@media screen{${rule('dark', ':root[data-theme=dark]', '[data-scheme=dark]')}}`,
  ];
  return `@layer tokens,brand;@layer brand{${rules.join('')}}\n`;
}

const declarations = (seal: SealColours): string =>
  (Object.keys(properties) as (keyof SealColours)[]).map((colour) => `${properties[colour]}:${seal[colour]}`).join(';');

/** Replaces Sotto's own colours in a picture. */
export function recolour(svg: string, palette: Palette): string {
  const colours = new Map<string, string>();
  for (const scheme of schemes) {
    const [own, given] = [ownPalette[scheme], palette[scheme]];
    colours.set(own.seal, given.seal).set(own.onSeal, given.onSeal);
  }
  return svg.replace(/#[0-9a-f]{6}/g, (colour) => colours.get(colour) ?? colour);
}

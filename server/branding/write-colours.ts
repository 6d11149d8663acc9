import { ownPalette, schemes } from './palette.ts';
import type { Palette, Seal } from './palette.ts';

const properties = { seal: '--seal', strong: '--seal-strong', onSeal: '--on-seal' } satisfies Record<
  keyof Seal,
  string
>;

/** A stylesheet of a layer between the tokens and whatever uses them, wherever it is linked. */
export function writeColours({ light, dark }: Palette): string {
  const declarations = (Object.keys(properties) as (keyof Seal)[]).map(
    (colour) => `${properties[colour]}:light-dark(${light[colour]},${dark[colour]})`,
  );
  return `@layer tokens,brand;@layer brand{:root{${declarations.join(';')}}}\n`;
}

/** A picture in Sotto's own colours, in these. */
export function recolour(svg: string, palette: Palette): string {
  const colours = new Map<string, string>();
  for (const scheme of schemes) {
    const [own, given] = [ownPalette[scheme], palette[scheme]];
    colours.set(own.seal, given.seal).set(own.onSeal, given.onSeal);
  }
  return svg.replace(/#[0-9a-f]{6}/g, (colour) => colours.get(colour) ?? colour);
}

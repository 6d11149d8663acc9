import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { contrast } from '#server/config/colour.ts';
import { grounds, inks, ownPalette, READABLE, schemes } from '#server/config/palette.ts';
import type { Scheme } from '#server/config/palette.ts';

const css = readFileSync(new URL('../../web/styles/tokens.css', import.meta.url), 'utf8');

/** Returns one of the two values of `--name: light-dark(#…, #…)`. */
function token(name: string, scheme: Scheme): string {
  const found = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\);`).exec(css);
  const colour = found?.[scheme === 'light' ? 1 : 2];
  if (colour === undefined) throw new Error(`tokens.css has no --${name} of two colours.`);
  return colour;
}

const [aaa, aa, edge] = [7, READABLE, 3];

test.each([
  ['ink', 'paper', aaa],
  ['ink', 'card', aaa],
  ['muted', 'paper', aa],
  ['muted', 'card', aa],
  ['seal', 'paper', aa],
  ['seal', 'card', aa],
  ['ok', 'paper', aa],
  ['ok', 'card', aa],
  ['on-seal', 'seal', aa],
  ['on-seal', 'seal-strong', aa],
  ['edge', 'paper', edge],
  ['edge', 'card', edge],
] as const)('%s on %s has a contrast of at least %d, light and dark', (front, back, least) => {
  for (const scheme of schemes) {
    expect(contrast(token(front, scheme), token(back, scheme)), scheme).toBeGreaterThanOrEqual(least);
  }
});

test.each(schemes)('the server measures a brand against the colours of %s pages', (scheme) => {
  expect(grounds[scheme]).toEqual({ paper: token('paper', scheme), card: token('card', scheme) });
  expect(ownPalette[scheme]).toEqual({
    seal: token('seal', scheme),
    strong: token('seal-strong', scheme),
    onSeal: token('on-seal', scheme),
  });
  expect(inks).toContain(token('on-seal', scheme));
});

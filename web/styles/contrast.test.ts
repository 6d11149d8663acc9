import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');
const schemes = ['light', 'dark'] as const;
type Scheme = (typeof schemes)[number];
type Colour = readonly [red: number, green: number, blue: number];

/** One of the two values of `--name: light-dark(#…, #…)`. */
function token(name: string, scheme: Scheme): Colour {
  const found = new RegExp(`--${name}: light-dark\\(#([0-9a-f]{6}), #([0-9a-f]{6})\\);`).exec(css);
  const hex = found?.[scheme === 'light' ? 1 : 2];
  if (hex === undefined) throw new Error(`tokens.css has no --${name} of two colours.`);
  const channel = (at: number) => parseInt(hex.slice(at, at + 2), 16) / 255;
  return [channel(0), channel(2), channel(4)];
}

/** WCAG 2.2, relative luminance. */
function luminance([red, green, blue]: Colour): number {
  const linear = (c: number) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function contrast(one: Colour, other: Colour): number {
  const [a, b] = [luminance(one) + 0.05, luminance(other) + 0.05];
  return Math.max(a, b) / Math.min(a, b);
}

const [aaa, aa, edge] = [7, 4.5, 3];

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
] as const)('%s on %s has a contrast of %d at least, light and dark', (front, back, least) => {
  for (const scheme of schemes) {
    expect(contrast(token(front, scheme), token(back, scheme)), scheme).toBeGreaterThanOrEqual(least);
  }
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contrast, formatColour, lightness } from './colour.ts';
import {
  describeReadable,
  grounds,
  isReadable,
  nearestReadable,
  ownPalette,
  paletteOf,
  READABLE,
  schemes,
  sealOf,
} from './palette.ts';

const channel = fc.integer({ min: 0, max: 255 });
const colours = fc.tuple(channel, channel, channel).map(formatColour);
const scheme = fc.constantFrom(...schemes);

test('Sotto’s own colours are legible and stay unchanged', () => {
  for (const name of schemes) {
    expect(isReadable(ownPalette[name].seal, name)).toBe(true);
    expect(nearestReadable(ownPalette[name].seal, name)).toBe(ownPalette[name].seal);
  }
});

test('every colour has a legible one near it, no further away than necessary', () => {
  fc.assert(
    fc.property(colours, scheme, (colour, name) => {
      const near = nearestReadable(colour, name);
      expect(isReadable(near, name)).toBe(true);
      if (isReadable(colour, name)) expect(near).toBe(colour);
      else {
        const moved = lightness(near) - lightness(colour);
        expect(Math.sign(moved)).toBe(name === 'light' ? -1 : 1);
      }
    }),
  );
});

test('every legible colour yields a legible palette with a visible pointer state', () => {
  fc.assert(
    fc.property(colours, scheme, (colour, name) => {
      const { seal, strong, onSeal } = sealOf(nearestReadable(colour, name), name);
      const { paper, card } = grounds[name];
      for (const other of [paper, card, onSeal]) expect(contrast(seal, other)).toBeGreaterThanOrEqual(READABLE);
      expect(contrast(strong, onSeal)).toBeGreaterThanOrEqual(READABLE);
      expect(contrast(strong, seal)).toBeGreaterThanOrEqual(1.1);
    }),
    { examples: [['#effc9f', 'dark']] },
  );
});

test('a fault names the measured contrast and a colour that works', () => {
  expect(describeReadable('#e8654b', 'light')).toBe(
    '#cc381a or darker to be read on light pages (it has 2.9:1 and needs 4.5:1)',
  );
  expect(describeReadable('#1d4ed8', 'dark')).toBe(
    '#577de8 or lighter to be read on dark pages (it has 2.5:1 and needs 4.5:1)',
  );
});

test('one colour yields the other scheme’s, two are used unchanged, and none yields no palette', () => {
  expect(paletteOf({})).toBeUndefined();
  expect(paletteOf({ sealLight: '#1d4ed8' })).toMatchObject({ light: { seal: '#1d4ed8' }, dark: { seal: '#577de8' } });
  expect(paletteOf({ sealDark: '#ffff00' })).toMatchObject({ light: { seal: '#737300' }, dark: { seal: '#ffff00' } });
  const both = { sealLight: '#1d4ed8', sealDark: '#8ab4f8' };
  expect(paletteOf(both)).toMatchObject({ light: { seal: '#1d4ed8' }, dark: { seal: '#8ab4f8' } });
});

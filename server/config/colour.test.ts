import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contrast, formatColour, formatRatio, isHexColour, lightness, parseColour, withLightness } from './colour.ts';

const channel = fc.integer({ min: 0, max: 255 });
const colours = fc.tuple(channel, channel, channel).map(formatColour);

// The first two are the ends of the scale; the others come from WebAIM's contrast checker.
test.each([
  ['#000000', '#ffffff', 21],
  ['#777777', '#777777', 1],
  ['#777777', '#ffffff', 4.48],
  ['#0000ff', '#ffffff', 8.59],
  ['#ff0000', '#ffffff', 4],
])('%s and %s have a contrast of %d', (one, other, ratio) => {
  expect(contrast(one, other)).toBeCloseTo(ratio, 2);
  expect(contrast(other, one)).toBe(contrast(one, other));
});

test('a ratio is never rounded up', () => {
  expect([4.4999, 4.5, 4.59, 21].map(formatRatio)).toEqual(['4.4:1', '4.5:1', '4.5:1', '21.0:1']);
});

test('only #rrggbb is a colour', () => {
  expect(['#b3331d', '#B3331D'].every(isHexColour)).toBe(true);
  expect(['b3331d', '#fff', '#b3331d80', 'red', '#b3331d ', '#b3331g', ''].some(isHexColour)).toBe(false);
  expect(() => parseColour('red')).toThrow('red is not #rrggbb.');
});

test('a colour survives parsing and formatting', () => {
  fc.assert(
    fc.property(colours, (colour) => {
      expect(formatColour(parseColour(colour))).toBe(colour);
    }),
  );
});

test('the lightness is as requested, within eight-bit precision, from black to white', () => {
  fc.assert(
    fc.property(colours, fc.double({ min: 0, max: 1, noNaN: true }), (colour, target) => {
      expect(lightness(withLightness(colour, target))).toBeCloseTo(target, 2);
      expect(withLightness(colour, 0)).toBe('#000000');
      expect(withLightness(colour, 1)).toBe('#ffffff');
    }),
  );
});

test('a grey stays grey, and a colour keeps its hue', () => {
  expect(withLightness('#808080', 0.2)).toBe('#333333');
  expect(withLightness('#ff0000', 0.25)).toBe('#800000');
  fc.assert(
    fc.property(colours, (colour) => {
      expect(withLightness(colour, lightness(colour))).toBe(colour);
    }),
  );
});

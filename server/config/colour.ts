/** sRGB colours: notation, lightness and contrast. Computes every ratio that Sotto reports. */

/** Red, green and blue, each from 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

const HEX = /^#[0-9a-f]{6}$/i;

export const isHexColour = (text: string): boolean => HEX.test(text);

/** @param hex `#rrggbb` */
export function parseColour(hex: string): Colour {
  if (!isHexColour(hex)) throw new Error(`${hex} is not #rrggbb.`);
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as [number, number, number];
}

export const formatColour = (colour: Colour): string =>
  `#${colour.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;

/** WCAG 2.2, relative luminance, from 0 to 1. */
function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map((channel) => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2.2, contrast ratio of two colours as `#rrggbb`, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(parseColour(one)) + 0.05, luminance(parseColour(other)) + 0.05];
  return Math.max(a, b) / Math.min(a, b);
}

/** Rounded down, so that a ratio shown as 4.5:1 is at least 4.5:1. */
export const formatRatio = (ratio: number): string => `${(Math.floor(ratio * 10) / 10).toFixed(1)}:1`;

/** HSL lightness, from 0 to 1. */
export function lightness(hex: string): number {
  const colour = parseColour(hex);
  return (Math.max(...colour) + Math.min(...colour)) / 510;
}

/** Keeps hue and saturation (CSS Color 4, §7). @param target lightness, from 0 to 1 */
export function withLightness(hex: string, target: number): string {
  const colour = parseColour(hex);
  const [low, high] = [Math.min(...colour) / 255, Math.max(...colour) / 255];
  const middle = (low + high) / 2;
  const room = Math.min(middle, 1 - middle);
  const stretch = room === 0 ? 0 : Math.min(target, 1 - target) / room;
  const channels = colour.map((channel) => Math.round((target + (channel / 255 - middle) * stretch) * 255));
  return formatColour(channels.map((channel) => Math.min(Math.max(channel, 0), 255)) as [number, number, number]);
}

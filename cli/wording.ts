const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** `1.2 MB`, in steps of a thousand. */
export function sizeInWords(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= 999.5 && unit < UNITS.length - 1) [value, unit] = [value / 1000, unit + 1];
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${UNITS[unit] ?? ''}`;
}

/** Local time. @param seconds Unix time */
export function timeInWords(seconds: number): string {
  return new Date(seconds * 1000).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
}

/** For programs: ISO 8601, UTC. */
export const timeStamp = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

export function viewsInWords(maxViews: number): string {
  if (maxViews === 0) return 'any number of times';
  return maxViews === 1 ? 'once' : `${maxViews} times`;
}

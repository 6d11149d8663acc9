/** Rounded down to a number that people can take in. */
export function roughly(count: number): string {
  const step = count >= 100_000 ? 10_000 : count >= 10_000 ? 1000 : count >= 1000 ? 100 : 10;
  return (Math.floor(count / step) * step).toLocaleString('en');
}

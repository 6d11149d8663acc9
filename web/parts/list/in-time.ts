/** Long for any disk, short for a person who waits for a link. */
const STORAGE_SECONDS = 15;

/**
 * The result of something that was asked of the browser's storage. A browser with a broken profile, a hanging disk or an
 * old tab in the way never settles it: that counts as a refusal.
 */
export function inTime<T>(ask: () => Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Error('The storage of this browser does not reply.')),
    STORAGE_SECONDS * 1000,
  );
  return Promise.race([ask(), late]).finally(() => clearTimeout(timer));
}

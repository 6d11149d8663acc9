/** Moments of a `datetime-local` field, which has minutes in the reader's time zone. Times are Unix seconds. */

const MINUTE_SECONDS = 60;

export const minuteFrom = (at: number): number => Math.ceil(at / MINUTE_SECONDS) * MINUTE_SECONDS;
export const minuteUntil = (at: number): number => Math.floor(at / MINUTE_SECONDS) * MINUTE_SECONDS;

/** The field's format: `2026-11-24T21:48`. */
export function toLocal(at: number): string {
  const date = new Date(at * 1000);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** @returns undefined for a field that is empty or outside its bounds */
export function momentIn(field: HTMLInputElement): number | undefined {
  return field.validity.valid ? Math.floor(new Date(field.value).getTime() / 1000) : undefined;
}

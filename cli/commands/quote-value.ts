export type Quotes = 'none' | 'single' | 'double';

/** Programs disagree about any other character outside quotes: shells expand `~` and `$`, others end at `#`. */
const PLAIN = /^(?:[\w@%+:,./-][\w@%+:,./=-]*)?$/;
/** Ends a line, or means something in double quotes, to some readers. */
const OBEYED_IN_DOUBLE = /["\\$`]/;
const NEVER = /[\0\r]/;

const writers: Readonly<Record<Quotes, (value: string) => string | undefined>> = {
  none: (value) => (PLAIN.test(value) ? value : undefined),
  single: (value) => (value.includes("'") || value.endsWith('\\') ? undefined : `'${value}'`),
  double: (value) => (OBEYED_IN_DOUBLE.test(value) ? undefined : `"${value}"`),
};

/**
 * Writes a value so that Node (`--env-file`, `util.parseEnv`), npm's dotenv, a POSIX shell and `sotto run` read
 * the same one. None of the escapes in double quotes means the same to all of them, so none is used.
 * @param preferred tried in this order
 * @returns undefined if no way of writing it means the same to all of them
 */
export function quoteValue(value: string, preferred: readonly Quotes[]): string | undefined {
  if (NEVER.test(value)) return undefined;
  for (const quotes of preferred) {
    const written = writers[quotes](value);
    if (written !== undefined) return written;
  }
  return undefined;
}

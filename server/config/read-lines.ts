export interface ReadLines {
  /** As they stand, of the same name too; a value may be empty. */
  readonly assignments: ReadonlyArray<readonly [name: string, value: string]>;
  /** By number, from 1: what stands there may be a secret. */
  readonly wrongLines: readonly number[];
}

const BYTE_ORDER_MARK = /^\uFEFF/;
const NOTHING = /^[ \t]*(#|$)/;
const ASSIGNMENT = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*(.*)$/s;
const QUOTED = /^(['"`])(.*?)\1[ \t]*(?:#.*)?$/s;
const OPENS_QUOTES = /^['"`]/;

/**
 * A file of settings: `NAME=value` a line, `export` before it or not; empty lines, and those that begin with #, are nothing.
 * A value in quotes is what is between them, as it stands, and a remark may follow; without quotes, # is a part of it.
 */
export function readLines(text: string): ReadLines {
  const assignments: [string, string][] = [];
  const wrongLines: number[] = [];
  for (const [index, line] of text.replace(BYTE_ORDER_MARK, '').split(/\r?\n/).entries()) {
    if (NOTHING.test(line)) continue;
    const [, name, rest = ''] = ASSIGNMENT.exec(line) ?? [];
    const value = OPENS_QUOTES.test(rest) ? QUOTED.exec(rest)?.[2] : rest.replace(/[ \t]+$/, '');
    if (name === undefined || value === undefined) wrongLines.push(index + 1);
    else assignments.push([name, value]);
  }
  return { assignments, wrongLines };
}

/** In quotes that do not stand in it. @returns undefined when no line can hold it */
export function quoted(value: string): string | undefined {
  const quote = ["'", '"', '`'].find((one) => !value.includes(one));
  return quote === undefined || value.includes('\n') ? undefined : `${quote}${value}${quote}`;
}

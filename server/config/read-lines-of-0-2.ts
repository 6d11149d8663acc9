const BYTE_ORDER_MARK = /^\uFEFF/;
const NOTHING = /^[ \t]*(#|$)/;
const ASSIGNMENT = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*=(.*)$/s;
const QUOTED = /^(['"`])(.*?)\1[ \t]*(?:#.*)?$/s;
const LEADING_BLANKS = /^[ \t]+/;
const OPENS_QUOTES = /^['"`]/;

/**
 * Reads a settings file as Sotto 0.2 did. Lines that 0.2 read differently are refused at start, so that no setting
 * changes unnoticed in an update.
 * @returns the values by line number, from 1, without the lines that 0.2 refused
 */
export function readLinesOf02(text: string): ReadonlyMap<number, string> {
  const values = new Map<number, string>();
  for (const [index, line] of text.replace(BYTE_ORDER_MARK, '').split(/\r?\n/).entries()) {
    if (NOTHING.test(line)) continue;
    const [, name, given = ''] = ASSIGNMENT.exec(line) ?? [];
    const rest = given.replace(LEADING_BLANKS, '');
    const value = OPENS_QUOTES.test(rest) ? QUOTED.exec(rest)?.[2] : withoutTrailingBlanks(rest);
    if (name !== undefined && value !== undefined) values.set(index + 1, value);
  }
  return values;
}

function withoutTrailingBlanks(text: string): string {
  let end = text.length;
  while (text[end - 1] === ' ' || text[end - 1] === '\t') end -= 1;
  return text.slice(0, end);
}

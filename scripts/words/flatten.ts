import { isGroup } from '#client/words/message.ts';
import type { Part, Table } from '#client/words/message.ts';

export type Text = string | readonly Part[];

/** All texts of a table, keyed by their path: `password.label`. */
export function flatten(table: Table, path = ''): ReadonlyMap<string, Text> {
  const entries = Object.entries(table).flatMap(([key, value]): (readonly [string, Text])[] => {
    return isGroup(value) ? [...flatten(value, `${path}${key}.`)] : [[path + key, value]];
  });
  return new Map(entries);
}

/** Stands for a value, so that neither its name nor its neighbours are taken for words. */
export const VALUE = '\u{fffc}';

/** Every text that a message can become, with VALUE for each value. */
export function variants(text: Text): readonly string[] {
  const parts = typeof text === 'string' ? [text] : text;
  return parts.reduce<readonly string[]>(
    (begun, part) => begun.flatMap((start) => variantsOf(part).map((end) => start + end)),
    [''],
  );
}

function variantsOf(part: Part): readonly string[] {
  if (typeof part === 'string') return [part];
  const [, texts] = part;
  return texts === undefined ? [VALUE] : Object.values(texts).flatMap(variants);
}

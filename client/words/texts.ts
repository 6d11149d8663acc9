import { isGroup } from './message.ts';
import type { Table } from './message.ts';

type Found = Table[string] | undefined;

/**
 * The texts of a table that may be another one at each reading. A module may name a group before its words are there:
 * only showing a text needs them.
 * @param read returns undefined while the words are not there
 */
export function textsOf(name: string, read: () => Table | undefined, path: readonly string[] = []): object {
  return new Proxy(
    {},
    {
      get(_target, key) {
        const table = read();
        // Showing a group as a text asks for a symbol.
        if (table === undefined && typeof key === 'symbol') throw new Error(`The words of ${name} are not loaded.`);
        const inner = [...path, String(key)];
        const found = inner.reduce<Found>((at, step) => (isGroup(at) ? at[step] : undefined), table);
        return table === undefined || isGroup(found) ? textsOf(name, read, inner) : found;
      },
    },
  );
}

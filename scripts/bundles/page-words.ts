import { promisify } from 'node:util';
import { brotliCompress, brotliDecompressSync, constants } from 'node:zlib';

const brotli = promisify(brotliCompress);
const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };

export type Tables = Readonly<Record<string, object>>;

/** @param packed a file that the build has written, `.words/<tag>.json.br` */
export function tablesOf(packed: Uint8Array): Tables {
  const { tables } = JSON.parse(brotliDecompressSync(packed).toString('utf8')) as { readonly tables: Tables };
  return tables;
}

/**
 * The Brotli bytes of the words in a page's HTML. Alone they take more than together with the rest of the page.
 * @param names the page's tables, from Vite's manifest. @throws Error if the language lacks one
 */
export async function pageWordsBytes(tables: Tables, names: readonly string[]): Promise<number> {
  const block = names.map((name) => {
    const table = tables[name];
    if (table === undefined) throw new Error(`The build has no words of ${name}.`);
    return [name, table] as const;
  });
  return (await brotli(Buffer.from(JSON.stringify(Object.fromEntries(block))), { params })).length;
}

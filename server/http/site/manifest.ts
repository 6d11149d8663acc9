import * as v from 'valibot';

const Chunk = v.object({
  file: v.string(),
  imports: v.optional(v.array(v.string()), []),
  css: v.optional(v.array(v.string()), []),
  words: v.optional(v.array(v.string()), []),
});

/** The members of Vite's `.vite/manifest.json` that are used, and each page's tables of words, which the build adds. */
export const BuildManifest = v.record(v.string(), Chunk);
export type BuildManifest = v.InferOutput<typeof BuildManifest>;

/** The files that a page needs before it can start, without duplicates. */
export interface EntryFiles {
  readonly script: string;
  /** All static imports, direct and indirect: the browser then fetches them in parallel. */
  readonly modules: readonly string[];
  readonly styles: readonly string[];
}

export function entryFiles(manifest: BuildManifest, entry: string): EntryFiles {
  const modules = new Set<string>();
  const styles = new Set<string>();
  const visit = (key: string): string => {
    const chunk = manifest[key];
    if (chunk === undefined) throw new Error(`The build has no ${key}.`);
    if (modules.has(chunk.file)) return chunk.file;
    modules.add(chunk.file);
    chunk.imports.forEach(visit);
    chunk.css.forEach((file) => styles.add(file));
    return chunk.file;
  };
  const script = visit(entry);
  modules.delete(script);
  return { script, modules: [...modules], styles: [...styles] };
}

import * as v from 'valibot';

const Chunk = v.object({
  file: v.string(),
  imports: v.optional(v.array(v.string()), []),
  css: v.optional(v.array(v.string()), []),
});

/** Vite's `.vite/manifest.json`, as much of it as is used. */
export const Manifest = v.record(v.string(), Chunk);
export type Manifest = v.InferOutput<typeof Manifest>;

/** Files that a page needs before it can start, each once. */
export interface EntryFiles {
  readonly script: string;
  /** Static imports, all the way down: the browser fetches them at once instead of one after another. */
  readonly modules: readonly string[];
  readonly styles: readonly string[];
}

export function entryFiles(manifest: Manifest, entry: string): EntryFiles {
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

import * as v from 'valibot';

const Chunk = v.object({
  file: v.string(),
  isEntry: v.optional(v.boolean(), false),
  imports: v.optional(v.array(v.string()), []),
  assets: v.optional(v.array(v.string()), []),
  words: v.optional(v.array(v.string()), []),
});
const BuildManifest = v.record(v.string(), Chunk);
export type BuildManifest = v.InferOutput<typeof BuildManifest>;

export interface LoadedScripts {
  /** The entries and all their static imports, loaded before the page is usable. */
  readonly atOnce: readonly string[];
  /** Loaded when a password is used. */
  readonly workers: readonly string[];
}

/** @param json the text of Vite's manifest */
export function parseManifest(json: string): BuildManifest {
  return v.parse(BuildManifest, JSON.parse(json));
}

export function loadedScripts(manifest: BuildManifest, entries: readonly string[]): LoadedScripts {
  const atOnce = new Set<string>();
  const workers = new Set<string>();
  const visit = (key: string) => {
    const chunk = manifest[key];
    if (chunk === undefined) throw new Error(`The build lacks ${key}.`);
    if (atOnce.has(chunk.file)) return;
    atOnce.add(chunk.file);
    chunk.assets.filter((asset) => asset.endsWith('.js')).forEach((worker) => workers.add(worker));
    chunk.imports.forEach(visit);
  };
  entries.forEach(visit);
  return { atOnce: [...atOnce], workers: [...workers] };
}

import { Script } from 'node:vm';

/** The chunk that is loaded first. */
export const ENTRY = 'sotto.js';

/** Where chunks come from: the executable, or a folder during the build. */
export interface ChunkSource {
  readonly source: (name: string) => string;
  /** Code cache from `createCachedData`. Another version of V8 rejects it and compiles the source. */
  readonly compiled: (name: string) => Uint8Array | undefined;
  /** `require` for everything that is not a chunk. */
  readonly builtin: (id: string) => unknown;
}

export interface LoadedChunks {
  readonly load: (name: string) => unknown;
  readonly scripts: ReadonlyMap<string, Script>;
}

type Run = (require: (id: string) => unknown, module: { exports: unknown }, exports: unknown) => void;

/** A CommonJS `require` for the chunks of `bundleProgram`, which share one folder. */
export function createChunkLoader({ source, compiled, builtin }: ChunkSource): LoadedChunks {
  const scripts = new Map<string, Script>();
  const modules = new Map<string, { exports: unknown }>();
  const require = (id: string) => (id.startsWith('./') ? load(id.slice(2)) : builtin(id));
  function load(name: string): unknown {
    const known = modules.get(name);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    modules.set(name, module);
    const script = compile(name, source(name), compiled(name));
    scripts.set(name, script);
    try {
      (script.runInThisContext() as Run)(require, module, module.exports);
    } catch (error) {
      modules.delete(name);
      throw error;
    }
    return module.exports;
  }
  return { load, scripts };
}

/** V8 accepts cached code only for exactly the same source text, so every caller must wrap it here. */
export function compile(name: string, source: string, cachedData?: Uint8Array): Script {
  const text = `(function (require, module, exports) {${source}\n})`;
  return new Script(text, { filename: name, ...(cachedData && { cachedData }) });
}

import { Script } from 'node:vm';

/** The chunk that is loaded first. */
export const ENTRY = 'sotto.js';

/** Where chunks are read from: in the executable, or in a folder while it is built. */
export interface ChunkSource {
  readonly source: (name: string) => string;
  /** V8's compiled form of it, as `createCachedData` made it; refused and made anew by another V8. */
  readonly compiled: (name: string) => Uint8Array | undefined;
  /** `require` of what is no chunk. */
  readonly builtin: (id: string) => unknown;
}

export interface LoadedChunks {
  readonly load: (name: string) => unknown;
  readonly scripts: ReadonlyMap<string, Script>;
}

type Run = (require: (id: string) => unknown, module: { exports: unknown }, exports: unknown) => void;

/** `require` as CommonJS has it, for the chunks of `bundleProgram`, which lie in one folder. */
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

/** V8 takes a compiled form for the very same text alone. */
export function compile(name: string, source: string, cachedData?: Uint8Array): Script {
  const text = `(function (require, module, exports) {${source}\n})`;
  return new Script(text, { filename: name, ...(cachedData && { cachedData }) });
}

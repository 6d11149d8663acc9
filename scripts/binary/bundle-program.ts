import { rolldown } from 'rolldown';
import type { Plugin, RolldownBuild } from 'rolldown';
import { ENTRY } from './load-chunks.ts';

/**
 * Bundles the program and its dependencies into CommonJS chunks, so that each command loads only its own code. Every
 * warning of the bundler is an error, such as one about `import.meta` or a top-level await, which CommonJS does not
 * have.
 * @returns the names of the chunks
 */
export async function bundleProgram(entry: string, folder: string): Promise<string[]> {
  const bundle = await strictly(entry);
  const { output } = await bundle.write({ dir: folder, format: 'cjs', minify: true, entryFileNames: ENTRY });
  await bundle.close();
  return output.map(({ fileName }) => fileName);
}

/** Bundles the script that a single executable starts: Node wants one CommonJS file. */
export async function bundleMain(entry: string, file: string): Promise<void> {
  const bundle = await strictly(entry);
  await bundle.write({ file, format: 'cjs', minify: true, codeSplitting: false });
  await bundle.close();
}

const strictly = (input: string): Promise<RolldownBuild> =>
  rolldown({
    input,
    platform: 'node',
    // An optional dependency of pg, loaded only on request.
    external: ['pg-native'],
    plugins: [leaveOut()],
    onLog(_level, { code, message }) {
      throw new Error(`${code ?? 'bundling'}: ${message}`);
    },
  });

/**
 * Replacements for modules that a dependency loads but this program never uses. Loading them takes about 15 ms of a
 * 60 ms start, and megabytes of memory.
 */
const standIns: Readonly<Record<string, string>> = {
  // @hono/node-server checks whether a request came over HTTP/2. This service speaks only HTTP/1.1.
  'node:http2': 'export class Http2ServerRequest {}\nexport const constants = { NGHTTP2_NO_ERROR: 0 };',
};

function leaveOut(): Plugin {
  const prefix = '\0stand-in:';
  return {
    name: 'leave-out',
    resolveId: (id) => (Object.hasOwn(standIns, id) ? prefix + id : undefined),
    load: (id) => (id.startsWith(prefix) ? standIns[id.slice(prefix.length)] : undefined),
  };
}

import { rolldown } from 'rolldown';
import type { Plugin, RolldownBuild } from 'rolldown';
import { ENTRY } from './load-chunks.ts';

/**
 * The program and all it stands on as chunks of CommonJS in a folder: each command loads what it needs, and nothing of
 * the others. Whatever has no meaning there (`import.meta`, a top-level await) is an error, and so is everything else that
 * the bundler remarks. @returns the names of the chunks
 */
export async function bundleProgram(entry: string, folder: string): Promise<string[]> {
  const bundle = await strictly(entry);
  const { output } = await bundle.write({ dir: folder, format: 'cjs', minify: true, entryFileNames: ENTRY });
  await bundle.close();
  return output.map(({ fileName }) => fileName);
}

/** What an executable of Node starts: one script of CommonJS. */
export async function bundleMain(entry: string, file: string): Promise<void> {
  const bundle = await strictly(entry);
  await bundle.write({ file, format: 'cjs', minify: true, codeSplitting: false });
  await bundle.close();
}

const strictly = (input: string): Promise<RolldownBuild> =>
  rolldown({
    input,
    platform: 'node',
    // An optional part of pg that nobody installs: pg asks for it only where it is told to.
    external: ['pg-native'],
    plugins: [leaveOut()],
    onLog(_level, { code, message }) {
      throw new Error(`${code ?? 'bundling'}: ${message}`);
    },
  });

/**
 * Modules that a dependency loads at once and that are never used here, each with what stands in for it. They cost a
 * start about 15 ms of 60, and megabytes.
 */
const standIns: Readonly<Record<string, string>> = {
  // @hono/node-server asks of each request whether it came over HTTP/2; this service speaks HTTP/1.1.
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

import { rolldown } from 'rolldown';
import type { RolldownBuild } from 'rolldown';
import { ENTRY } from './entry.ts';
import { leaveOut } from './leave-out.ts';

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

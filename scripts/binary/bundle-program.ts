import { rolldown } from 'rolldown';
import { leaveOut } from './leave-out.ts';

/**
 * The program and all it stands on as one script of CommonJS, which is what an executable of Node starts. Whatever has
 * no meaning there (`import.meta`, a top-level await) is an error, and so is everything else that the bundler remarks.
 */
export async function bundleProgram(entry: string, file: string): Promise<void> {
  const bundle = await rolldown({
    input: entry,
    platform: 'node',
    // An optional part of pg that nobody installs: pg asks for it only where it is told to.
    external: ['pg-native'],
    plugins: [leaveOut()],
    onLog(_level, { code, message }) {
      throw new Error(`${code ?? 'bundling'}: ${message}`);
    },
  });
  await bundle.write({ file, format: 'cjs', minify: true, codeSplitting: false });
  await bundle.close();
}

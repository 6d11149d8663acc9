import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';
import { innerFunctionsStayInside } from './build/inner-functions-stay-inside.ts';

/** Builds `dist/client`: the client library as one module without dependencies, with its types. */
const root = join(import.meta.dirname, '..');
const output = process.argv[2] ?? join(root, 'dist/client');

rmSync(output, { recursive: true, force: true });
const bundle = await rolldown({
  cwd: root,
  input: { index: 'client/index.ts' },
  platform: 'neutral',
  checks: { bundlerTimings: false },
  plugins: [innerFunctionsStayInside(), dts({ compilerOptions: { noEmit: false, allowImportingTsExtensions: true } })],
});
await bundle.write({ dir: output, format: 'es', comments: { legal: true } });
await bundle.close();

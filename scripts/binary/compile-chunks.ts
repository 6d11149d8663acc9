import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile, createChunkLoader, ENTRY } from './load-chunks.ts';

/**
 * A separate program: `node compile-chunks.ts CODE ASSETS COMPILED`. Starts the service once from its chunks and
 * saves the code that V8 has compiled by then, which includes the functions that a start calls. The caller's
 * environment names the data folder.
 */
const [code = '', assets = '', compiled = ''] = process.argv.slice(2);
const source = (name: string) => readFileSync(join(code, name), 'utf8');

const sea = {
  getRawAsset(name: string): ArrayBuffer {
    const bytes = new Uint8Array(readFileSync(join(assets, name)));
    return bytes.buffer;
  },
};
const { load, scripts } = createChunkLoader({
  source,
  compiled: () => undefined,
  builtin: (id) => (id === 'node:sea' ? sea : process.getBuiltinModule(id)),
});

function saveCompiled(): void {
  mkdirSync(compiled, { recursive: true });
  for (const name of readdirSync(code)) {
    const script = scripts.get(name) ?? compile(name, source(name));
    writeFileSync(join(compiled, name), script.createCachedData());
  }
}

process.argv.splice(1, Infinity, 'sotto', 'serve');
console.log = () => undefined;
// A start ends by setting a V8 flag. V8 would refuse code that was compiled under different flags.
process.getBuiltinModule('node:v8').setFlagsFromString = () => {
  saveCompiled();
  process.exit();
};
load(ENTRY);

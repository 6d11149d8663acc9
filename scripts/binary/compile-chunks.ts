import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile, createChunkLoader, ENTRY } from './load-chunks.ts';

/**
 * Run by itself: `node compile-chunks.ts CODE ASSETS COMPILED`. Starts the service from its chunks, once, and writes down
 * what V8 has compiled by then: the functions that a start calls, beside what it compiles of any chunk. The environment says where the service keeps its data, and goes with the process.
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

function writeDown(): void {
  mkdirSync(compiled, { recursive: true });
  for (const name of readdirSync(code)) {
    const script = scripts.get(name) ?? compile(name, source(name));
    writeFileSync(join(compiled, name), script.createCachedData());
  }
}

process.argv.splice(1, Infinity, 'sotto', 'serve');
console.log = () => undefined;
// The last thing that a start does is to set a flag. What is compiled under other flags would be refused.
process.getBuiltinModule('node:v8').setFlagsFromString = () => {
  writeDown();
  process.exit();
};
load(ENTRY);

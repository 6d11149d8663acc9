import { Readable, Writable } from 'node:stream';
import { main } from '#cli/main.ts';
import type { World } from '#cli/world.ts';
import { assetsOnDisk } from '#server/assets.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A command as a shell would run it, in this process. @param input on standard input, all of which is a pipe */
export async function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input = '',
): Promise<Ran> {
  const [out, err] = [new Text(), new Text()];
  const stdin = Readable.from(input === '' ? [] : [Buffer.from(input)]);
  const [stdout, stderr]: unknown[] = [out.stream, err.stream];
  const world: unknown = { env, stdin, stdout, stderr, assets: assetsOnDisk('no-pages') };
  const code = await main(args, world as World);
  return { code, out: out.text, err: err.text };
}

class Text {
  text = '';
  /** A pipe, as far as a command can tell. */
  readonly stream = new Writable({
    decodeStrings: false,
    write: (chunk: string, _encoding, done) => {
      this.text += chunk;
      done();
    },
  });
}

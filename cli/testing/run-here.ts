import { Readable, Writable } from 'node:stream';
import { main } from '#cli/main.ts';
import type { World } from '#cli/world.ts';
import { assetsOnDisk } from '#server/platform/assets.ts';
import type { Assets } from '#server/platform/assets.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Use {
  /** The content of standard input. */
  readonly input?: string;
  /** Every write to standard output fails with this error. */
  readonly fault?: NodeJS.ErrnoException | undefined;
  /** The same for standard error. */
  readonly errFault?: NodeJS.ErrnoException | undefined;
  /** The languages of the web build. By default there is no build. */
  readonly languages?: readonly string[];
}

/** Runs a command in this process as a shell would, with pipes and without a terminal. */
export async function runHere(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  { input = '', fault, errFault, languages }: Use = {},
): Promise<Ran> {
  const [out, err] = [new Text(fault), new Text(errFault)];
  const stdin = Readable.from(input === '' ? [] : [Buffer.from(input)]);
  const [stdout, stderr]: unknown[] = [out.stream, err.stream];
  const world: unknown = { env, stdin, stdout, stderr, assets: assetsWith(languages) };
  const code = await main(args, world as World);
  return { code, out: out.text, err: err.text };
}

function assetsWith(languages: readonly string[] | undefined): Assets {
  if (languages === undefined) return assetsOnDisk('no-pages');
  const webFiles = async () => {
    const { wordsOfBuild } = await import('#server/testing/test-words.ts');
    return wordsOfBuild(languages.map((tag) => ({ tag, name: tag, dir: 'ltr' })));
  };
  return { webFiles };
}

class Text {
  text = '';
  readonly stream: Writable;

  constructor(fault?: Error) {
    this.stream = new Writable({
      decodeStrings: false,
      write: (chunk: string, _encoding, done) => {
        if (fault === undefined) this.text += chunk;
        done(fault);
      },
    });
  }
}

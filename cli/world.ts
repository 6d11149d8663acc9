import type { Assets } from '#server/platform/assets.ts';

/** What a command is given from outside. */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** For `serve` and `admin`. */
  readonly assets: Assets;
}

/** @param args what follows the command's name. @returns the exit code */
export type Command = (args: readonly string[], world: World) => Promise<number>;

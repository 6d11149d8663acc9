import type { ProgramAssets } from '#server/platform/assets.ts';

/** Everything that a command gets from outside. */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Used by `serve` and `admin`. */
  readonly assets: ProgramAssets;
}

/** @param args the arguments after the command's name. @returns the exit code */
export type Command = (args: readonly string[], world: World) => Promise<number>;

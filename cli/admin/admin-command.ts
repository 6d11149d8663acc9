import type { Deps } from '#server/deps.ts';

/** Works on what the settings name, beside a running service or without one. @returns the exit code */
export type AdminCommand = (args: readonly string[], admin: Admin) => Promise<number>;

export interface Admin {
  readonly deps: Deps;
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

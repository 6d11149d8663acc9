import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { World } from './world.ts';

/**
 * The claim of an opening that is not done, in a file of this user's. It opens nothing without the link; with it, whoever was
 * cut off by a full disk, a lost terminal or a kill gets the same bytes again for ten minutes, and no other view is spent.
 * Where no such file can be kept, opening goes on without.
 */
export interface Claims {
  /** Of an opening whose process has ended. */
  readonly find: () => Promise<string | undefined>;
  readonly keep: (claim: string) => Promise<void>;
  readonly drop: () => Promise<void>;
}

export function claimsOf({ env }: World, id: string): Claims {
  const folder = stateFolder(env);
  if (folder === undefined)
    return { find: async () => undefined, keep: async () => undefined, drop: async () => undefined };
  const file = join(folder, id);
  return {
    async find() {
      const [pid, claim] = (await readFile(file, 'utf8').catch(() => '')).trim().split(' ');
      return claim === undefined || !/^[\w-]{43}$/.test(claim) || isAlive(Number(pid)) ? undefined : claim;
    },
    async keep(claim) {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await rm(file, { force: true });
        await writeFile(file, `${process.pid} ${claim}\n`, { mode: 0o600, flag: 'wx', flush: true });
      } catch {
        return;
      }
    },
    drop: () => rm(file, { force: true }).catch(() => undefined),
  };
}

function stateFolder(env: World['env']): string | undefined {
  const home = env['HOME'] ?? env['USERPROFILE'];
  const state = env['XDG_STATE_HOME'] ?? env['LOCALAPPDATA'] ?? (home && join(home, '.local/state'));
  return state && join(state, 'sotto/openings');
}

/** Two that run at once are two readers. */
function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

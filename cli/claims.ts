import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
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
  /** Not over that of an opening which still runs: two that run at once are two readers, and the first keeps the place. */
  readonly keep: (claim: string) => Promise<void>;
  /** Whether a later run will find it: nothing is kept where this user has no folder to keep it in. */
  readonly isKept: () => boolean;
  /** If it is ours. */
  readonly drop: () => Promise<void>;
}

interface Held {
  readonly claim: string;
  readonly isAlive: boolean;
}

export function claimsOf({ env }: World, id: string): Claims {
  const folder = stateFolder(env);
  if (folder === undefined)
    return {
      find: async () => undefined,
      keep: async () => undefined,
      isKept: () => false,
      drop: async () => undefined,
    };
  const file = join(folder, id);
  let kept: string | undefined;
  return {
    async find() {
      const held = await read(file);
      return held?.isAlive === false ? held.claim : undefined;
    },
    async keep(claim) {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        if ((await read(file))?.isAlive) return;
        const line = `${process.pid} ${claim} ${(await startOf(process.pid)) ?? ''}`.trim();
        const made = `${file}.${process.pid}`;
        await writeFile(made, `${line}\n`, { mode: 0o600, flush: true });
        await rename(made, file);
        kept = claim;
      } catch {
        return;
      }
    },
    isKept: () => kept !== undefined,
    async drop() {
      if (kept !== undefined && (await read(file))?.claim === kept)
        await rm(file, { force: true }).catch(() => undefined);
    },
  };
}

/** Tells the unfinished files of one opening from another's. */
export const tagOf = (claim: string): string => createHash('sha256').update(claim).digest('hex').slice(0, 8);

function stateFolder(env: World['env']): string | undefined {
  const home = env['HOME'] ?? env['USERPROFILE'];
  const state = env['XDG_STATE_HOME'] ?? env['LOCALAPPDATA'] ?? (home && join(home, '.local/state'));
  return state && join(state, 'sotto/openings');
}

/** 10 GB may take 22 hours. A claim that is older is nobody's, whoever has its process number now. */
const LONGEST_LEASE_MS = 24 * 3_600_000;

async function read(file: string): Promise<Held | undefined> {
  const [pid = '', claim = '', start] = (await readFile(file, 'utf8').catch(() => '')).trim().split(' ');
  if (!/^[\w-]{43}$/.test(claim)) return undefined;
  const age =
    Date.now() -
    (await stat(file).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    ));
  return { claim, isAlive: age < LONGEST_LEASE_MS && (await isAlive(Number(pid), start)) };
}

/** Numbers of processes come again, soonest in a container: where the system says when one began, that tells them apart. */
async function isAlive(pid: number, start: string | undefined): Promise<boolean> {
  if (pid === process.pid || !Number.isSafeInteger(pid) || pid < 1) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = await startOf(pid);
  return start === undefined || now === undefined || start === now;
}

/** Where there is /proc: the boot, and the ticks from it to the beginning of the process. */
async function startOf(pid: number): Promise<string | undefined> {
  try {
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    const about = await readFile(`/proc/${pid}/stat`, 'utf8');
    // After its name, which may hold anything.
    const ticks = about.slice(about.lastIndexOf(')') + 2).split(' ')[19];
    return ticks && `${boot}:${ticks}`;
  } catch {
    return undefined;
  }
}

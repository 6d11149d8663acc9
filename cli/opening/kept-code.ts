import { createHash, randomUUID } from 'node:crypto';
import { chmod, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { makeFolder } from '#server/platform/make-folder.ts';
import { pathBelow } from '#cli/files/path-below.ts';
import type { World } from '#cli/world.ts';
import { stateFolder } from './claims.ts';
import { shareMark } from './opening-file.ts';

/** A claim that waits for a code from a mail. A later run on this machine goes on with it. */
export interface CodeAsk {
  readonly claim: string;
  /** When the code was first asked for, by this machine's clock, in Unix seconds. */
  readonly askedAt: number;
  /** Tells addresses apart without storing one. */
  readonly addressTag: string;
  /** How many mails with this code were asked for. */
  readonly sends: number;
}

export interface KeptCode {
  /** @returns undefined if no code was asked for within its life */
  find(): Promise<CodeAsk | undefined>;
  /** @returns whether a later run will find it */
  keep(ask: CodeAsk): Promise<boolean>;
  drop(): Promise<void>;
}

/** A code works for 30 minutes after its first mail, and the mail server may make that mail wait for half an hour. */
const ASK_SECONDS = 3600;
const NAME = /^[0-9a-f]{32}(?:\.new-[0-9a-f]{8})?$/;
const LINE = /^code ([\w-]{43}) (\d{1,13}) ([0-9a-f]{32}) (\d{1,3})$/;

export const addressTagOf = (claim: string, address: string): string =>
  createHash('sha256').update(`${claim} ${address}`).digest('hex').slice(0, 32);

/** One file for each share, in a folder that only its owner can read. */
export function keptCodeOf({ env }: Pick<World, 'env'>, id: string): KeptCode {
  const folder = stateFolder(env, 'codes');
  const path = folder === undefined ? undefined : pathBelow(folder, shareMark(id));
  return {
    async find() {
      const ask = path === undefined ? undefined : await readAsk(path);
      return ask !== undefined && isCurrent(ask.askedAt) ? ask : undefined;
    },
    async keep(ask) {
      if (folder === undefined || path === undefined) return false;
      try {
        makeFolder(folder);
        await chmod(folder, 0o700);
        await tidy(folder);
        await writeAsk(path, ask);
        return true;
      } catch {
        return false;
      }
    },
    async drop() {
      if (path !== undefined) await rm(path, { force: true }).catch(() => undefined);
    },
  };
}

const isCurrent = (askedAt: number): boolean => Math.abs(Date.now() / 1000 - askedAt) < ASK_SECONDS;

async function readAsk(path: string): Promise<CodeAsk | undefined> {
  const line = await readFile(path, 'utf8').catch(() => '');
  const [, claim, askedAt, addressTag, sends] = LINE.exec(line.trimEnd()) ?? [];
  if (claim === undefined || addressTag === undefined) return undefined;
  return { claim, askedAt: Number(askedAt), addressTag, sends: Number(sends) };
}

async function writeAsk(path: string, { claim, askedAt, addressTag, sends }: CodeAsk): Promise<void> {
  const made = `${path}.new-${randomUUID().slice(0, 8)}`;
  try {
    await writeFile(made, `code ${claim} ${askedAt} ${addressTag} ${sends}\n`, {
      mode: 0o600,
      flush: true,
      flag: 'wx',
    });
    await rename(made, path);
  } catch (error) {
    await rm(made, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Removes what no code can belong to any more. */
async function tidy(folder: string): Promise<void> {
  for (const name of (await readdir(folder)).filter((one) => NAME.test(one))) {
    const path = pathBelow(folder, name);
    const changedAt = await stat(path).then(
      ({ mtimeMs }) => mtimeMs / 1000,
      () => undefined,
    );
    if (changedAt !== undefined && !isCurrent(changedAt)) await rm(path, { force: true }).catch(() => undefined);
  }
}

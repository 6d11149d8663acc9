import { createHash, randomUUID } from 'node:crypto';
import { chmod, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { SESSION_TOKEN } from '#server/session/wire.ts';
import { codeOf } from '#server/error-code.ts';
import { makeFolder } from '#server/platform/make-folder.ts';
import type { World } from '#cli/world.ts';

/** A sign-in that `sotto login` has kept on this machine. */
export interface KeptSession {
  /** Undefined if there is no folder for it. */
  readonly path: string | undefined;
  /** @returns undefined without one for exactly this server */
  find(): Promise<string | undefined>;
  /** Replaces an earlier one in one step. @throws the system's error */
  keep(token: string): Promise<void>;
  /** @throws the system's error */
  drop(): Promise<void>;
}

/** One file for each server, in a folder that only its owner can read. @param publicUrl ends in `/` */
export function keptSessionOf(env: World['env'], publicUrl: string): KeptSession {
  const folder = sessionFolder(env);
  const path = folder === undefined ? undefined : join(folder, nameOf(publicUrl));
  return {
    path,
    async find() {
      const text = path === undefined ? '' : await readFile(path, 'utf8').catch(() => '');
      const [server, token = ''] = text.split('\n');
      return server === publicUrl && SESSION_TOKEN.test(token) ? token : undefined;
    },
    async keep(token) {
      if (folder === undefined || path === undefined) throw new Error('There is no folder for sessions.');
      makeFolder(folder);
      await chmod(folder, 0o700);
      const made = `${path}.new-${randomUUID().slice(0, 8)}`;
      try {
        await writeFile(made, `${publicUrl}\n${token}\n`, { mode: 0o600, flush: true, flag: 'wx' });
        await rename(made, path);
      } catch (error) {
        await rm(made, { force: true }).catch(() => undefined);
        throw error;
      }
    },
    async drop() {
      if (path === undefined) return;
      await rm(path).catch((error: unknown) => {
        if (codeOf(error) !== 'ENOENT') throw error;
      });
    },
  };
}

const nameOf = (publicUrl: string): string => createHash('sha256').update(publicUrl).digest('hex').slice(0, 32);

/** The XDG specification ignores relative paths. */
function sessionFolder(env: World['env']): string | undefined {
  const absolute = (name: string) => (isAbsolute(env[name] ?? '') ? env[name] : undefined);
  const home = absolute('HOME') ?? absolute('USERPROFILE');
  const config = absolute('XDG_CONFIG_HOME') ?? absolute('APPDATA') ?? (home && join(home, '.config'));
  return config ? join(config, 'sotto', 'sessions') : undefined;
}

import type { Command } from '#cli/world.ts';
import { tryLock } from '#server/platform/start-checks/try-lock.ts';

/** Internal: the second process that a start uses to test locks on an unknown file system. */
export const tryLockCommand: Command = async ([folder = ''], { assets: { sqliteAddon } }) =>
  tryLock({ folder, sqliteAddon });

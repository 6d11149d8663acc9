import type { Command } from '#cli/world.ts';
import { tryLock } from '#server/platform/start-checks/try-lock.ts';

/** Not for people: the second process of a start on a file system that nobody knows. */
export const tryLockCommand: Command = async ([folder = ''], { assets: { sqliteAddon } }) =>
  tryLock({ folder, sqliteAddon });

import { adminUsages } from './admin.ts';
import { answerUsage } from './answer.ts';
import { askUsage } from './ask.ts';
import type { CommandUsage } from './command-usage.ts';
import { deleteUsage } from './delete.ts';
import { inboxUsage } from './inbox.ts';
import { loginUsage, logoutUsage } from './login.ts';
import { openUsage } from './open.ts';
import { adminUsage, configUsage, healthUsage, serveUsage } from './operator.ts';
import { resetUsage } from './reset.ts';
import { revokeUsage } from './revoke.ts';
import { runUsage } from './run.ts';
import { sendUsage } from './send.ts';
import { shortenUsage } from './shorten.ts';
import { completionUsage, manUsage } from './shell.ts';
import { statusUsage } from './status.ts';

/** Every command of `sotto`, in the order in which help lists them. */

export const clientCommands = {
  send: sendUsage,
  open: openUsage,
  run: runUsage,
  ask: askUsage,
  answer: answerUsage,
  inbox: inboxUsage,
  status: statusUsage,
  revoke: revokeUsage,
  reset: resetUsage,
  shorten: shortenUsage,
  delete: deleteUsage,
  login: loginUsage,
  logout: logoutUsage,
} as const satisfies Readonly<Record<string, CommandUsage>>;

export const operatorCommands = {
  serve: serveUsage,
  config: configUsage,
  health: healthUsage,
  admin: adminUsage,
} as const satisfies Readonly<Record<string, CommandUsage>>;

export const shellCommands = {
  completion: completionUsage,
  man: manUsage,
} as const satisfies Readonly<Record<string, CommandUsage>>;

export const commands = { ...clientCommands, ...operatorCommands, ...shellCommands } as const;

export type CommandName = keyof typeof commands;

export const adminCommands: readonly CommandUsage[] = Object.values(adminUsages);

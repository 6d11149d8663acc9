import type { CommandUsage } from './command-usage.ts';
import { generalOptions } from './shared-options.ts';
import { help } from '#cli/words/help.ts';
import { usage as words } from '#cli/words/usage.ts';

const options = {
  server: { type: 'string', value: 'URL', help: () => help.shared.server },
  ...generalOptions,
} as const;

export const loginUsage = {
  name: 'login',
  summary: () => words.login.summary,
  about: [() => words.login.about],
  arguments: [],
  options,
  examples: [['sotto login --server https://secrets.example', () => words.login.asks], ['sotto login < session.txt']],
  exits: ['done', 'failed', 'misused', 'unreachable', 'refused', 'interrupted'],
} as const satisfies CommandUsage;

export const logoutUsage = {
  name: 'logout',
  summary: () => words.logout.summary,
  about: [() => words.logout.about],
  arguments: [],
  options,
  examples: [['sotto logout --server https://secrets.example']],
  exits: ['done', 'failed', 'misused', 'unreachable', 'interrupted'],
} as const satisfies CommandUsage;

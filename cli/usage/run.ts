import type { CommandUsage } from './command-usage.ts';
import { insecure, LINK_IS_A_SECRET, linkArgument, only, openingOptions } from './shared-options.ts';

export const runUsage = {
  name: 'run',
  summary: 'Run a command with a secret in its environment',
  about: [
    'Opens a secret of NAME=value lines, as in a .env file, and runs COMMAND with them in its environment. The values are written to no disk and appear in no argument. COMMAND gets this terminal and the signals, and sotto exits with its exit code. The names that are set are first printed on standard error.',
    `${LINK_IS_A_SECRET} COMMAND can read what follows.`,
  ],
  arguments: [linkArgument],
  takesCommand: true,
  options: {
    only,
    mask: {
      type: 'boolean',
      help: 'Replace the values with *** in the output of COMMAND. This is the default in CI (CI is set) for an output that is a pipe.',
    },
    'no-mask': { type: 'boolean', help: 'Never replace anything.' },
    ...openingOptions,
    insecure,
  },
  notes: [
    'If you do not trust the sender, use --only: nothing but the variables that you name is set. Without it, sotto refuses variables that tell known programs what to load (PATH, LD_PRELOAD, NODE_OPTIONS and many more), but no such list is complete.',
    'Masking helps against accidents. It covers values of at least 8 characters, also in base64 and URL-encoded; a command that wants to show a value can.',
    'If a line can be read in two ways, it is refused and nothing is run. docs/terminal.md has the grammar.',
  ],
  examples: [
    ['pass show staging-env | sotto run - --only DATABASE_URL -- ./migrate.sh'],
    ['sotto run -- npm run deploy', 'asks for the link'],
  ],
  exits: [
    ['done', 'COMMAND succeeded. Otherwise sotto exits with its code.'],
    'failed',
    'misused',
    'over',
    'password',
    'unreachable',
    'tampered',
    [126, 'COMMAND cannot be run. Nothing was opened.'],
    [127, 'COMMAND does not exist. Nothing was opened.'],
    'interrupted',
  ],
} as const satisfies CommandUsage;

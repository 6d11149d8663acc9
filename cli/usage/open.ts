import type { CommandUsage } from './command-usage.ts';
import { insecure, LINK_IS_A_SECRET, linkArgument, only, openingOptions } from './shared-options.ts';

export const openUsage = {
  name: 'open',
  summary: 'Open a link: print its text, save its files',
  about: [
    'Opens a secret: prints its text to standard output, byte for byte, and saves its files. Only after all of it is written to disk does the server learn that it has arrived.',
    LINK_IS_A_SECRET,
  ],
  arguments: [linkArgument],
  options: {
    output: {
      type: 'string',
      short: 'o',
      value: 'DIR',
      help: 'Folder for files. Default: the current folder. Never overwrites. Without this option, files whose names begin with a dot are listed first, and saved only if you say yes.',
    },
    into: {
      type: 'string',
      value: 'FILE',
      help: 'Merge the NAME=value lines of the text into FILE, such as .env. Shows which names are added, changed or kept, and asks before it writes. Values are never shown.',
    },
    only,
    ...openingOptions,
    yes: {
      type: 'boolean',
      short: 'y',
      help: 'Skip the question before a view is used up, which pipes never ask, and the question of --into.',
    },
    json: { type: 'boolean', help: 'Print all of it as one line of JSON.' },
    insecure,
  },
  notes: [
    'If opening is interrupted, run the command again on this machine within ten minutes: the secret opens again without using another view.',
  ],
  examples: [
    ['sotto open', 'asks for the link'],
    ['sotto open < link.txt > secret.txt'],
    ['pass show link | sotto open - -o ./received'],
    ['pass show staging-env | sotto open - --into .env'],
  ],
  exits: ['done', 'failed', 'misused', 'over', 'password', 'unreachable', 'tampered', 'interrupted'],
} as const satisfies CommandUsage;

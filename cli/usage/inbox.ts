import type { CommandUsage } from './command-usage.ts';
import { insecure, LINK_IS_A_SECRET, linkArgument } from './shared-options.ts';

export const inboxUsage = {
  name: 'inbox',
  summary: 'Read the answers to your request',
  about: [
    'Reads the answers that you have not read yet. Text goes to standard output, files to DIR/answer-N. The people who answered can see that you read them. LINK is the manage link of the request.',
    LINK_IS_A_SECRET,
  ],
  arguments: [linkArgument],
  options: {
    wait: { type: 'boolean', help: 'Wait until an answer arrives, or until none can arrive any more.' },
    all: { type: 'boolean', help: 'Also read answers that were read before.' },
    list: { type: 'boolean', help: 'List the answers without reading them.' },
    output: {
      type: 'string',
      short: 'o',
      value: 'DIR',
      help: 'Folder for files. Default: the current folder. Never overwrites.',
    },
    json: { type: 'boolean', help: 'Print one line of JSON for each answer; with --list, one line for all.' },
    insecure,
  },
  examples: [
    ['sotto inbox', 'asks for the link'],
    ['jq -r .manageLink request.json | sotto inbox - --wait > id_ed25519'],
  ],
  exits: ['done', 'failed', 'misused', 'over', 'unreachable', 'tampered', 'interrupted'],
} as const satisfies CommandUsage;

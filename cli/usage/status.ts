import type { CommandUsage } from './command-usage.ts';
import { insecure, LINK_IS_A_SECRET, linkArgument } from './shared-options.ts';

export const statusUsage = {
  name: 'status',
  summary: 'Show the state of a secret or a request',
  about: [
    'Shows the state of a secret or a request. Works with any of its links, changes nothing and uses no view. A manage link shows more: when the secret was opened, and its title while the secret exists.',
    LINK_IS_A_SECRET,
  ],
  arguments: [linkArgument],
  options: { json: { type: 'boolean', help: 'Print the state as one line of JSON.' }, insecure },
  examples: [
    ['sotto status', 'asks for the link'],
    ['jq -r .manageLink sent.json | sotto status - --json | jq -r .state'],
  ],
  exits: ['done', 'failed', 'misused', 'over', 'unreachable', 'tampered', 'interrupted'],
} as const satisfies CommandUsage;

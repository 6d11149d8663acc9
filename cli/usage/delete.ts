import type { CommandUsage } from './command-usage.ts';
import { insecure, LINK_IS_A_SECRET, linkArgument } from './shared-options.ts';

export const deleteUsage = {
  name: 'delete',
  summary: 'Delete a secret or a request, with its manage link',
  about: [
    'Deletes a secret, or a request with all its answers, immediately, even while someone is opening it. Content that was already read cannot be taken back. LINK is the manage link.',
    LINK_IS_A_SECRET,
  ],
  arguments: [linkArgument],
  options: {
    yes: { type: 'boolean', short: 'y', help: 'Skip the question. Pipes never ask.' },
    json: { type: 'boolean', help: 'Print the state as one line of JSON.' },
    insecure,
  },
  examples: [['sotto delete', 'asks for the link'], ['jq -r .manageLink sent.json | sotto delete -']],
  exits: ['done', 'failed', 'misused', 'over', 'unreachable', 'interrupted'],
} as const satisfies CommandUsage;

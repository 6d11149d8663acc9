import type { CommandUsage } from './command-usage.ts';
import { generalOptions, linkIsSecret, linkArgument } from './shared-options.ts';
import { help } from '#cli/words/help.ts';
import { usage as words } from '#cli/words/usage.ts';

export const statusUsage = {
  name: 'status',
  summary: () => words.status.summary,
  about: [() => words.status.about, linkIsSecret],
  arguments: [linkArgument],
  options: { json: { type: 'boolean', help: () => help.shared.stateAsJson }, ...generalOptions },
  examples: [
    ['sotto status', () => help.asksForTheLink],
    ['jq -r .manageLink sent.json | sotto status - --json | jq -r .state'],
  ],
  exits: ['done', 'failed', 'misused', 'over', 'unreachable', 'tampered', 'interrupted'],
} as const satisfies CommandUsage;

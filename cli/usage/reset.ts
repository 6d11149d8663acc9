import type { CommandUsage } from './command-usage.ts';
import { generalOptions, linkArgument, linkIsSecret } from './shared-options.ts';
import { help } from '#cli/words/help.ts';
import { usage as words } from '#cli/words/usage.ts';

export const resetUsage = {
  name: 'reset',
  summary: () => words.reset.summary,
  about: [() => words.reset.about, linkIsSecret],
  arguments: [linkArgument, { name: 'PERSON' }],
  options: {
    json: { type: 'boolean', help: () => help.shared.personAsJson },
    ...generalOptions,
  },
  examples: [
    ['sotto reset 2', () => help.asksForTheLink],
    ['jq -r .manageLink sent.json | sotto reset - anna@example.org'],
  ],
  exits: ['done', 'failed', 'misused', 'over', 'unreachable', 'tampered', 'interrupted'],
} as const satisfies CommandUsage;

import type { CommandUsage } from './command-usage.ts';
import { generalOptions, linkArgument, linkIsSecret } from './shared-options.ts';
import { help } from '#cli/words/help.ts';
import { usage as words } from '#cli/words/usage.ts';

export const revokeUsage = {
  name: 'revoke',
  summary: () => words.revoke.summary,
  about: [() => words.revoke.about, linkIsSecret],
  arguments: [linkArgument, { name: 'PERSON' }],
  options: {
    yes: { type: 'boolean', short: 'y', help: () => words.delete.yes },
    json: { type: 'boolean', help: () => help.shared.personAsJson },
    ...generalOptions,
  },
  examples: [
    ['sotto revoke 2', () => help.asksForTheLink],
    ['jq -r .manageLink sent.json | sotto revoke - anna@example.org'],
  ],
  exits: ['done', 'failed', 'misused', 'over', 'unreachable', 'tampered', 'interrupted'],
} as const satisfies CommandUsage;

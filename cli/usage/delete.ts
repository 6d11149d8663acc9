import type { CommandUsage } from './command-usage.ts';
import { generalOptions, linkIsSecret, linkArgument } from './shared-options.ts';
import { help } from '#cli/words/help.ts';
import { usage as words } from '#cli/words/usage.ts';

export const deleteUsage = {
  name: 'delete',
  summary: () => words.delete.summary,
  about: [() => words.delete.about, linkIsSecret],
  arguments: [linkArgument],
  options: {
    yes: { type: 'boolean', short: 'y', help: () => words.delete.yes },
    json: { type: 'boolean', help: () => help.shared.stateAsJson },
    ...generalOptions,
  },
  examples: [['sotto delete', () => help.asksForTheLink], ['jq -r .manageLink sent.json | sotto delete -']],
  exits: ['done', 'failed', 'misused', 'over', 'unreachable', 'interrupted'],
} as const satisfies CommandUsage;

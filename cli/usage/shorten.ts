import type { CommandUsage } from './command-usage.ts';
import { generalOptions, linkArgument, linkIsSecret } from './shared-options.ts';
import { help } from '#cli/words/help.ts';
import { usage as words } from '#cli/words/usage.ts';

export const shortenUsage = {
  name: 'shorten',
  summary: () => words.shorten.summary,
  about: [() => words.shorten.about, linkIsSecret],
  arguments: [linkArgument],
  options: {
    expires: { type: 'string', value: 'TIME', required: true, help: () => words.shorten.expires },
    json: { type: 'boolean', help: () => help.shared.stateAsJson },
    ...generalOptions,
  },
  examples: [
    ['sotto shorten --expires 1h', () => help.asksForTheLink],
    ['jq -r .manageLink sent.json | sotto shorten - --expires 2h'],
  ],
  exits: ['done', 'failed', 'misused', 'over', 'unreachable', 'interrupted'],
} as const satisfies CommandUsage;

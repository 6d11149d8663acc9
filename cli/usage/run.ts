import type { CommandUsage } from './command-usage.ts';
import { generalOptions, linkArgument, only, openingOptions } from './shared-options.ts';
import { help } from '#cli/words/help.ts';
import { usage as words } from '#cli/words/usage.ts';

export const runUsage = {
  name: 'run',
  summary: () => words.run.summary,
  about: [() => words.run.about, () => words.run.link],
  arguments: [linkArgument],
  takesCommand: true,
  options: {
    only,
    mask: {
      type: 'boolean',
      help: () => words.run.mask,
    },
    'no-mask': { type: 'boolean', help: () => words.run.noMask },
    ...openingOptions,
    ...generalOptions,
  },
  notes: [() => words.run.trust, () => words.run.masking, () => words.run.grammar],
  examples: [
    ['pass show staging-env | sotto run - --only DATABASE_URL -- ./migrate.sh'],
    ['sotto run -- npm run deploy', () => help.asksForTheLink],
  ],
  exits: [
    ['done', () => words.run.done],
    'failed',
    'misused',
    'over',
    'password',
    'unreachable',
    'refused',
    'tampered',
    'early',
    [126, () => words.run.cannotRun],
    [127, () => words.run.missing],
    'interrupted',
  ],
} as const satisfies CommandUsage;

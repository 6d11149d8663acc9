import type { CommandUsage } from './command-usage.ts';
import { generalOptions, linkIsSecret, linkArgument, only, openingOptions } from './shared-options.ts';
import { help } from '#cli/words/help.ts';
import { usage as words } from '#cli/words/usage.ts';

export const openUsage = {
  name: 'open',
  summary: () => words.open.summary,
  about: [() => words.open.about, linkIsSecret],
  arguments: [linkArgument],
  options: {
    output: {
      type: 'string',
      short: 'o',
      value: 'DIR',
      help: () => words.open.output,
    },
    into: {
      type: 'string',
      value: 'FILE',
      help: () => words.open.into,
    },
    only,
    ...openingOptions,
    yes: {
      type: 'boolean',
      short: 'y',
      help: () => words.open.yes,
    },
    json: { type: 'boolean', help: () => words.open.json },
    ...generalOptions,
  },
  notes: [() => words.open.again],
  examples: [
    ['sotto open', () => help.asksForTheLink],
    ['sotto open < link.txt > secret.txt'],
    ['pass show link | sotto open - -o ./received'],
    ['pass show link | sotto open - --email anna@example.org'],
    ['pass show link | sotto open - --code-file code.txt'],
    ['pass show staging-env | sotto open - --into .env'],
  ],
  exits: [
    'done',
    'failed',
    'misused',
    'over',
    'password',
    'unreachable',
    'refused',
    'tampered',
    'early',
    'interrupted',
  ],
} as const satisfies CommandUsage;

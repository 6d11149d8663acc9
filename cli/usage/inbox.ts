import type { CommandUsage } from './command-usage.ts';
import { generalOptions, linkIsSecret, linkArgument } from './shared-options.ts';
import { help } from '#cli/words/help.ts';
import { usage as words } from '#cli/words/usage.ts';

export const inboxUsage = {
  name: 'inbox',
  summary: () => words.inbox.summary,
  about: [() => words.inbox.about, linkIsSecret],
  arguments: [linkArgument],
  options: {
    wait: { type: 'boolean', help: () => words.inbox.wait },
    all: { type: 'boolean', help: () => words.inbox.all },
    list: { type: 'boolean', help: () => words.inbox.list },
    output: {
      type: 'string',
      short: 'o',
      value: 'DIR',
      help: () => words.inbox.output,
    },
    json: { type: 'boolean', help: () => words.inbox.json },
    ...generalOptions,
  },
  examples: [
    ['sotto inbox', () => help.asksForTheLink],
    ['jq -r .manageLink request.json | sotto inbox - --wait > id_ed25519'],
  ],
  exits: ['done', 'failed', 'misused', 'over', 'unreachable', 'tampered', 'interrupted'],
} as const satisfies CommandUsage;

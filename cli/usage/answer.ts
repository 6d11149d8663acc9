import type { CommandUsage } from './command-usage.ts';
import { dashedFile, filesArgument, generalOptions, linkArgument, skipUnreadable } from './shared-options.ts';
import { usage as words } from '#cli/words/usage.ts';

export const answerUsage = {
  name: 'answer',
  summary: () => words.answer.summary,
  about: [() => words.answer.about, () => words.answer.link],
  arguments: [linkArgument, filesArgument],
  options: {
    field: {
      type: 'string',
      multiple: true,
      value: 'NAME=SOURCE',
      help: () => words.answer.field,
    },
    partial: { type: 'boolean', help: () => words.answer.partial },
    'skip-unreadable': skipUnreadable,
    json: { type: 'boolean', help: () => words.answer.json },
    ...generalOptions,
  },
  hint: dashedFile,
  examples: [
    ['sotto answer', () => words.answer.asksForEach],
    ['sotto answer --field user=@user.txt --field password=- < link-and-password.txt'],
    ['(cat link.txt; cat id_ed25519) | sotto answer -'],
  ],
  exits: ['done', 'failed', 'misused', 'over', 'unreachable', 'refused', 'tampered', 'interrupted'],
} as const satisfies CommandUsage;

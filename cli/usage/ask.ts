import { MAX_ANSWERS } from '#crypto/limits.ts';
import { inWords } from '#cli/language/words.ts';
import type { CommandUsage } from './command-usage.ts';
import { copyOption, serviceOptions } from './shared-options.ts';
import { help } from '#cli/words/help.ts';
import { usage as words } from '#cli/words/usage.ts';

export const askUsage = {
  name: 'ask',
  summary: () => words.ask.summary,
  about: [() => words.ask.about],
  arguments: [{ name: 'TITLE' }],
  options: {
    instructions: { type: 'string', value: 'TEXT', help: () => words.ask.instructions },
    'instructions-file': { type: 'string', value: 'FILE', help: () => words.ask.instructionsFile },
    field: {
      type: 'string',
      multiple: true,
      value: 'NAME:KIND',
      help: () => words.ask.field,
    },
    answers: { type: 'string', value: 'N', help: () => inWords(words.ask.answers, { most: String(MAX_ANSWERS) }) },
    expires: {
      type: 'string',
      value: 'TIME',
      help: () => words.ask.expires,
    },
    stays: {
      type: 'string',
      value: 'TIME',
      help: () => words.ask.stays,
    },
    keep: {
      type: 'string',
      value: 'read|expiry',
      help: () => words.ask.keep,
    },
    members: { type: 'boolean', help: () => words.ask.members },
    group: { type: 'string', multiple: true, value: 'NAME', help: () => words.ask.group },
    anyone: { type: 'boolean', help: () => words.ask.anyone },
    'show-sender': { type: 'boolean', help: () => words.send.showSender },
    'notify-mail': { type: 'boolean', help: () => words.ask.notifyMail },
    copy: copyOption,
    qr: { type: 'boolean', help: () => help.shared.qr },
    json: { type: 'boolean', help: () => words.ask.json },
    ...serviceOptions,
  },
  examples: [
    ['sotto ask "The staging database" --field user:line --field password:line'],
    ['sotto ask "Signing key" --keep read --json > request.json'],
    ['jq -r .manageLink request.json | sotto inbox - --wait'],
  ],
  exits: ['done', 'failed', 'misused', 'over', 'unreachable', 'refused', 'interrupted'],
} as const satisfies CommandUsage;

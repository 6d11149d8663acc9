import { MAX_ANSWERS } from '#crypto/limits.ts';
import type { CommandUsage } from './command-usage.ts';
import { copyOption, serviceOptions } from './shared-options.ts';

export const askUsage = {
  name: 'ask',
  summary: 'Ask someone for a secret, and print a link to answer with',
  about: [
    'Asks someone for a secret: prints a link with which they answer. Only the manage link, printed on standard error, can read their answers. TITLE says what you need.',
  ],
  arguments: [{ name: 'TITLE' }],
  options: {
    instructions: { type: 'string', value: 'TEXT', help: 'Explain what you need in more detail.' },
    'instructions-file': { type: 'string', value: 'FILE', help: 'Read the instructions from FILE.' },
    field: {
      type: 'string',
      multiple: true,
      value: 'NAME:KIND',
      help: 'Add a field to the form. KIND is line, text or file. Can be given more than once.',
    },
    answers: { type: 'string', value: 'N', help: `Accept N answers, from 1 to ${MAX_ANSWERS}. Default: 1.` },
    expires: {
      type: 'string',
      value: 'TIME',
      help: 'Set how long answers are accepted: 30m, 2h, 7d. Default: 7d, or the closest that the server allows.',
    },
    stays: {
      type: 'string',
      value: 'TIME',
      help: 'Set how long each answer can be read. Default: 7d, or the closest that the server allows.',
    },
    keep: {
      type: 'string',
      value: 'read|expiry',
      help: 'Keep an answer until it is read, or until it expires. Default: expiry.',
    },
    copy: copyOption,
    qr: { type: 'boolean', help: 'Also draw the link as a QR code, on standard error.' },
    json: { type: 'boolean', help: 'Print both links and the terms as one line of JSON.' },
    ...serviceOptions,
  },
  examples: [
    ['sotto ask "The staging database" --field user:line --field password:line'],
    ['sotto ask "Signing key" --keep read --json > request.json'],
    ['jq -r .manageLink request.json | sotto inbox - --wait'],
  ],
  exits: ['done', 'failed', 'misused', 'over', 'unreachable', 'refused', 'interrupted'],
} as const satisfies CommandUsage;

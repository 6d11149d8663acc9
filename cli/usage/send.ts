import { MAX_VIEWS } from '#crypto/limits.ts';
import type { CommandUsage } from './command-usage.ts';
import { copyOption, DASHED_FILE, filesArgument, serviceOptions, skipUnreadable } from './shared-options.ts';

export const sendUsage = {
  name: 'send',
  summary: 'Encrypt files, folders or text, and print a link',
  about: [
    'Encrypts files, folders or text on this machine and prints a link that opens them. Without FILES, or for "-", text is read from standard input, byte for byte.',
  ],
  arguments: [filesArgument],
  options: {
    once: { type: 'boolean', help: 'Allow one opening. This is the default.' },
    views: { type: 'string', value: 'N', help: `Allow N openings, from 1 to ${MAX_VIEWS}, or "unlimited".` },
    expires: {
      type: 'string',
      value: 'TIME',
      help: 'Set how long the secret can be opened: 30m, 2h, 7d. Default: chosen by the server.',
    },
    password: { type: 'boolean', help: 'Ask for a password, twice, without echo.' },
    'password-file': { type: 'string', value: 'FILE', help: 'Read the password from the first line of FILE.' },
    title: {
      type: 'string',
      value: 'TITLE',
      help: 'Add a title. It is encrypted: only you and the recipient can read it.',
    },
    'skip-unreadable': skipUnreadable,
    copy: copyOption,
    qr: { type: 'boolean', help: 'Also draw the link as a QR code, on standard error.' },
    json: { type: 'boolean', help: 'Print the link, the manage link and the terms as one line of JSON.' },
    ...serviceOptions,
  },
  hint: DASHED_FILE,
  examples: [
    ['export SOTTO_SERVER=https://secrets.example'],
    ['sotto send', 'asks for the text'],
    ['sotto send --expires 2h < id_ed25519'],
    ['sotto send report.pdf photos/ --views 3 --password'],
    ['sotto send backup.tar --expires 7d | mail -s Backup me@here.example'],
  ],
  exits: ['done', 'failed', 'misused', 'over', 'unreachable', 'refused', 'interrupted'],
} as const satisfies CommandUsage;

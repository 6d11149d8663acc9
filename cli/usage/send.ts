import { MAX_VIEWS } from '#crypto/limits.ts';
import { inWords } from '#cli/language/words.ts';
import type { CommandUsage } from './command-usage.ts';
import { copyOption, dashedFile, filesArgument, serviceOptions, skipUnreadable } from './shared-options.ts';
import { help } from '#cli/words/help.ts';
import { usage as words } from '#cli/words/usage.ts';

export const sendUsage = {
  name: 'send',
  summary: () => words.send.summary,
  about: [() => words.send.about],
  arguments: [filesArgument],
  options: {
    once: { type: 'boolean', help: () => words.send.once },
    views: { type: 'string', value: 'N', help: () => inWords(words.send.views, { most: String(MAX_VIEWS) }) },
    expires: {
      type: 'string',
      value: 'TIME',
      help: () => words.send.expires,
    },
    to: { type: 'string', multiple: true, value: 'ADDRESS,ADDRESS', help: () => words.send.to },
    'to-file': { type: 'string', value: 'FILE', help: () => words.send.toFile },
    members: { type: 'boolean', help: () => words.send.members },
    group: { type: 'string', multiple: true, value: 'NAME', help: () => words.send.group },
    anyone: { type: 'boolean', help: () => words.send.anyone },
    'not-before': { type: 'string', value: 'TIME', help: () => words.send.notBefore },
    each: { type: 'string', value: 'NAME,NAME', help: () => words.send.each },
    password: { type: 'boolean', help: () => words.send.password },
    'password-file': { type: 'string', value: 'FILE', help: () => words.send.passwordFile },
    title: {
      type: 'string',
      value: 'TITLE',
      help: () => words.send.title,
    },
    'show-sender': { type: 'boolean', help: () => words.send.showSender },
    'notify-mail': { type: 'boolean', help: () => words.send.notifyMail },
    'notify-file': { type: 'string', value: 'FILE', help: () => words.send.notifyFile },
    reference: { type: 'string', value: 'TEXT', help: () => words.send.reference },
    'skip-unreadable': skipUnreadable,
    copy: copyOption,
    qr: { type: 'boolean', help: () => help.shared.qr },
    json: { type: 'boolean', help: () => words.send.json },
    ...serviceOptions,
  },
  hint: dashedFile,
  examples: [
    ['export SOTTO_SERVER=https://secrets.example'],
    ['sotto send', () => words.send.asksForTheText],
    ['sotto send --expires 2h < id_ed25519'],
    ['sotto send report.pdf photos/ --views 3 --password'],
    ['sotto send --to anna@example.org,bob@example.org < settings.env'],
    ['sotto send --members --show-sender < settings.env'],
    ['sotto send --each anna,bob --not-before 3d --expires 7d exam.pdf'],
    ['sotto send backup.tar --expires 7d | mail -s Backup me@here.example'],
  ],
  exits: ['done', 'failed', 'misused', 'over', 'unreachable', 'refused', 'interrupted'],
} as const satisfies CommandUsage;

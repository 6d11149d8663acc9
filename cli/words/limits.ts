// Written by `npm run words` from words/en/terminal-limits.json.
import type { Message } from '#client/words/message.ts';
import { terminalTable } from '#cli/language/words.ts';

export interface LimitsWords {
  readonly minTtl: Message<{ readonly time: string; readonly option: string }>;
  readonly minTtlUnknown: Message<{ readonly option: string }>;
  readonly maxTtl: Message<{ readonly time: string; readonly option: string }>;
  readonly maxTtlUnknown: Message<{ readonly option: string }>;
  readonly oneTtl: Message<{ readonly time: string; readonly option: string }>;
  readonly offeredTtl: Message<{ readonly times: string; readonly option: string }>;
  readonly offeredTtlUnknown: Message<{ readonly option: string }>;
  readonly views: Message<{ readonly most: string }>;
  readonly viewsUnknown: string;
  readonly unlimitedViews: string;
  readonly password: string;
  readonly text: Message<{ readonly most: string }>;
  readonly textUnknown: string;
  readonly textWithoutFiles: string;
  readonly noFiles: string;
  readonly files: Message<{ readonly most: string }>;
  readonly filesUnknown: string;
  readonly requests: string;
  readonly people: string;
  readonly peopleDomains: string;
  readonly webhooks: string;
  readonly who: Message<{ readonly choices: string }>;
  readonly whoUnknown: string;
  readonly whoNamed: string;
  readonly whoMembers: string;
  readonly whoAnyone: string;
  readonly members: string;
  readonly groups: Message<{ readonly groups: string }>;
  readonly noGroups: string;
  readonly notifyMail: string;
}

export const limits = terminalTable('terminal-limits', {
  minTtl: ['This server requires at least ', ['time'], '. Choose a longer ', ['option'], '.'],
  minTtlUnknown: ['This server does not allow such a short time. Choose a longer ', ['option'], '.'],
  maxTtl: ['This server allows at most ', ['time'], '. Choose a shorter ', ['option'], '.'],
  maxTtlUnknown: ['This server does not allow such a long time. Choose a shorter ', ['option'], '.'],
  oneTtl: ['This server offers ', ['time'], ' only. Choose one with ', ['option'], '.'],
  offeredTtl: ['This server offers ', ['times'], '. Choose one with ', ['option'], '.'],
  offeredTtlUnknown: ['This server offers only certain times. Choose one with ', ['option'], '.'],
  views: ['This server allows at most ', ['most'], ' openings. Choose fewer --views.'],
  viewsUnknown: 'This server allows fewer openings. Choose fewer --views.',
  unlimitedViews: 'This server does not allow unlimited openings. Pass a number to --views.',
  password: 'This server requires a password. Add --password or --password-file.',
  text: ['The text is longer than this server allows: at most ', ['most'], '. Send it as a file.'],
  textUnknown: 'The text is longer than this server allows. Send it as a file.',
  textWithoutFiles: 'The text is longer than this server allows, and it accepts no files. Split the text.',
  noFiles: 'This server accepts no files. Send text instead.',
  files: ['This server accepts at most ', ['most'], ' in files. Send less at once.'],
  filesUnknown: 'The files are larger than this server allows. Send less at once.',
  requests: 'Requests for secrets are turned off on this server.',
  people: 'This server does not let you choose who can open. Leave out --to.',
  peopleDomains: 'This server does not mail codes to one of these addresses.',
  webhooks: 'This server sends no notices to your endpoint. Leave out --notify-file.',
  who: ['Choose who can open it. This server allows: ', ['choices'], '.'],
  whoUnknown: 'This server does not let you choose that. Choose who can open it with --to or --members.',
  whoNamed: '--to (named people)',
  whoMembers: '--members (members)',
  whoAnyone: '--anyone (anyone with the link)',
  members: 'This server has no sign-in. Leave out --members, --group and --show-sender.',
  groups: ['One of these groups does not exist on this server. Its groups: ', ['groups'], '.'],
  noGroups: 'This server has no groups to choose from. Leave out --group.',
  notifyMail: 'This server does not mail you about openings. Leave out --notify-mail.',
}) as LimitsWords;

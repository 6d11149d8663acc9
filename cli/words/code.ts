// Written by `npm run words` from words/en/terminal-code.json.
import type { Message } from '#client/words/message.ts';
import { terminalTable } from '#cli/language/words.ts';

export interface CodeWords {
  readonly onlyNamed: string;
  readonly tooEarly: Message<{ readonly time: string }>;
  readonly endsEarlier: string;
  readonly address: string;
  readonly addressHint: string;
  readonly notAddress: string;
  readonly onItsWay: Message<{ readonly address: string }>;
  readonly mark: Message<{ readonly mark: string; readonly time: string }>;
  readonly noMail: string;
  readonly running: Message<{ readonly time: string; readonly mark: string }>;
  readonly prompt: string;
  readonly form: string;
  readonly againLater: Message<{ readonly when: string }>;
  readonly enough: Message<{ readonly time: string }>;
  readonly formInFile: Message<{ readonly file: string }>;
  readonly wrong: Message<{ readonly tries: number }>;
  readonly runAgain: string;
  readonly notRequested: string;
}

export const code = terminalTable('terminal-code', {
  onlyNamed: 'Only people whom the sender named can open it, each with a code from an email.',
  tooEarly: ['It cannot be opened before ', ['time'], '. Nothing was used up.'],
  endsEarlier: 'It ends earlier than first set.',
  address: 'Your email address:',
  addressHint:
    'Only people whom the sender named can open this, each with a code from an email. Give your address with --email.',
  notAddress: 'This is not an email address. Write it as the sender wrote it.',
  onItsWay: ['If the sender named ', ['address'], ', a mail with a code is on its way. Nothing has been opened yet.'],
  mark: [
    'The mail shows ',
    ['mark'],
    ' and a time near ',
    ['time'],
    '. Use no code from a mail that shows anything else.',
  ],
  noMail:
    'If no mail comes, look in the spam folder, and check the address: it must be exactly the one that the sender wrote. The sender can also reset your codes. If you have already opened it as often as the sender allowed, no mail comes.',
  running: ['A code was asked for on this machine at ', ['time'], '. Its mail shows ', ['mark'], '.'],
  prompt: 'Code (Enter alone sends another mail):',
  form: 'A code has eight digits.',
  againLater: ['Another mail can be sent ', ['when'], '.'],
  enough: ['Three mails were requested with this code. From ', ['time'], ', you can request a new code.'],
  formInFile: ['The first line of ', ['file'], ' is not a code of eight digits.'],
  wrong: [
    [
      'tries',
      {
        '=0': ['The code is wrong or too old, and no try is left. Ask for another code.'],
        one: ['The code is wrong. ', ['tries'], ' try left.'],
        other: ['The code is wrong. ', ['tries'], ' tries left.'],
      },
      1,
    ],
  ],
  runAgain: 'When the mail has arrived, run the command again within 30 minutes, with --code-file FILE.',
  notRequested: 'No code was asked for on this machine, or it no longer works. Ask for one with --email.',
}) as CodeWords;

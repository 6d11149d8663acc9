// Written by `npm run words` from words/en/terminal-gates.json.
import type { Message } from '#client/words/message.ts';
import { terminalTable } from '#cli/language/words.ts';

export interface GatesWords {
  readonly inFile: Message<{ readonly file: string; readonly line: string }>;
  readonly notAddress: Message<{ readonly where: string; readonly text: string }>;
  readonly namedTwice: Message<{ readonly where: string; readonly address: string }>;
  readonly otherDomain: Message<{ readonly where: string; readonly domain: string }>;
  readonly addressFaults: Message<{ readonly count: number }>;
  readonly tooManyPeople: Message<{ readonly most: string; readonly count: string }>;
  readonly nobodyInFile: Message<{ readonly file: string }>;
  readonly fileIsInput: string;
  readonly asciiDomain: Message<{ readonly typed: string; readonly ascii: string }>;
  readonly peopleNeedToken: string;
  readonly noticesNeedToken: string;
  readonly timeForm: Message<{ readonly option: string }>;
  readonly notBeforePast: Message<{ readonly time: string }>;
  readonly notBeforeLate: Message<{ readonly time: string; readonly until: string }>;
  readonly eachForm: Message<{ readonly most: string }>;
  readonly eachAlone: Message<{ readonly option: string }>;
  readonly referenceForm: Message<{ readonly most: string }>;
  readonly referenceAlone: string;
  readonly notifyAddress: Message<{ readonly file: string }>;
  readonly notifySecret: Message<{ readonly file: string }>;
  readonly notifyLines: Message<{ readonly file: string }>;
  readonly onlyThese: Message<{ readonly people: string }>;
  readonly eachOpens: Message<{ readonly views: number; readonly until: string }>;
  readonly eachOpensWithPassword: Message<{ readonly views: number; readonly until: string }>;
  readonly eachOpensUnlimited: Message<{ readonly until: string }>;
  readonly eachOpensUnlimitedWithPassword: Message<{ readonly until: string }>;
  readonly opensFrom: Message<{ readonly time: string }>;
  readonly webhookSecret: string;
  readonly someMade: Message<{
    readonly count: number;
    readonly total: string;
    readonly made: string;
    readonly missing: string;
  }>;
  readonly manageLinkFor: Message<{ readonly name: string }>;
}

export const gates = terminalTable('terminal-gates', {
  inFile: [['file'], ', line ', ['line']],
  notAddress: [['where'], ': ', ['text'], ' is not an email address that can be used.'],
  namedTwice: [['where'], ': ', ['address'], ' is named twice.'],
  otherDomain: [['where'], ': this server does not mail codes to ', ['domain'], '.'],
  addressFaults: [
    [
      'count',
      {
        one: ['One address cannot be used. Nothing was sent.'],
        other: [['count'], ' addresses cannot be used. Nothing was sent.'],
      },
      1,
    ],
  ],
  tooManyPeople: ['At most ', ['most'], ' people can be named, but there are ', ['count'], '. Nothing was sent.'],
  nobodyInFile: [['file'], ' names nobody. Nothing was sent.'],
  fileIsInput: '--to-file takes a file, because standard input is the text.',
  asciiDomain: [['typed'], ' is written ', ['ascii'], ' in the address. Check that it is the right one.'],
  peopleNeedToken:
    'This server lets you choose who can open only with a token. Save it in a file, and pass the file with --token-file.',
  noticesNeedToken:
    'This server sends notices to your endpoint only with a token. Save it in a file, and pass the file with --token-file.',
  timeForm: [['option'], ' takes a time such as 2h, 3d or 2026-12-24T18:00. Without Z or +01:00 it is local time.'],
  notBeforePast: ['--not-before is in the past: ', ['time'], '.'],
  notBeforeLate: [
    '--not-before (',
    ['time'],
    ') must be earlier than the expiry (',
    ['until'],
    '). Choose a longer --expires.',
  ],
  eachForm: ['--each takes up to ', ['most'], ' different names, separated by commas: --each anna,bob'],
  eachAlone: ['--each makes several links. It cannot be used with ', ['option'], '.'],
  referenceForm: ['--reference takes 1 to ', ['most'], ' characters on one line.'],
  referenceAlone: '--reference is for notices. Use it with --notify-file.',
  notifyAddress: [
    'The first line of ',
    ['file'],
    ' must be the address of your endpoint: https://, without a port, user or password.',
  ],
  notifySecret: [
    'The second line of ',
    ['file'],
    ' must be the secret of your endpoint: 24 to 64 bytes in base64, with or without whsec_.',
  ],
  notifyLines: [
    ['file'],
    ' has more than two lines. It takes the address of your endpoint and, on the next line, its secret.',
  ],
  onlyThese: [
    'Only these people can open it, each with a code that is mailed to them: ',
    ['people'],
    '. The server checks this. It does not add encryption.',
  ],
  eachOpens: [
    [
      'views',
      {
        one: ['Each of them can open it once, until ', ['until'], '.'],
        other: ['Each of them can open it ', ['views'], ' times, until ', ['until'], '.'],
      },
      1,
    ],
  ],
  eachOpensWithPassword: [
    [
      'views',
      {
        one: ['Each of them can open it once, with the password, until ', ['until'], '.'],
        other: ['Each of them can open it ', ['views'], ' times, with the password, until ', ['until'], '.'],
      },
      1,
    ],
  ],
  eachOpensUnlimited: ['Each of them can open it any number of times, until ', ['until'], '.'],
  eachOpensUnlimitedWithPassword: [
    'Each of them can open it any number of times, with the password, until ',
    ['until'],
    '.',
  ],
  opensFrom: ['It cannot be opened before ', ['time'], '.'],
  webhookSecret: 'Secret for checking the notices (shown only now):',
  someMade: [
    [
      'count',
      {
        one: ['One of ', ['total'], ' links was made, for ', ['made'], '. None was made for ', ['missing'], '.'],
        other: [
          ['count'],
          ' of ',
          ['total'],
          ' links were made, for ',
          ['made'],
          '. None was made for ',
          ['missing'],
          '.',
        ],
      },
      1,
    ],
  ],
  manageLinkFor: ['Manage link for ', ['name'], ' (keep private):'],
}) as GatesWords;

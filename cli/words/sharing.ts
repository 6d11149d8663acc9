// Written by `npm run words` from words/en/terminal-sharing.json.
import type { Message } from '#client/words/message.ts';
import { terminalTable } from '#cli/language/words.ts';

export interface SharingWords {
  readonly opens: Message<{ readonly views: number; readonly until: string }>;
  readonly opensWithPassword: Message<{ readonly views: number; readonly until: string }>;
  readonly opensUnlimited: Message<{ readonly until: string }>;
  readonly opensUnlimitedWithPassword: Message<{ readonly until: string }>;
  readonly manageLink: string;
  readonly link: string;
  readonly leftOutChanged: Message<{ readonly path: string }>;
  readonly nothingToSend: string;
  readonly nothingLeftToSend: string;
  readonly passwordsDiffer: string;
  readonly changedDuringUpload: Message<{ readonly path: string; readonly why: string }>;
  readonly ask: {
    readonly accepts: Message<{ readonly answers: number; readonly until: string }>;
    readonly sameFieldNames: string;
  };
  readonly answer: {
    readonly closed: {
      readonly full: string;
      readonly closed: string;
      readonly expired: string;
      readonly destroyed: string;
      readonly deleted: string;
    };
    readonly from: Message<{ readonly address: string }>;
    readonly until: Message<{ readonly until: string }>;
    readonly empty: string;
    readonly sent: Message<{ readonly until: string }>;
    readonly sentAndEnded: string;
    readonly manageLink: string;
    readonly ended: {
      readonly spent: string;
      readonly expired: string;
      readonly destroyed: string;
      readonly deleted: string;
      readonly locked: string;
    };
    readonly mayHaveArrived: string;
    readonly takenBack: string;
    readonly missingFields: Message<{ readonly names: string }>;
    readonly missingFieldsHow: Message<{ readonly name: string }>;
    readonly noSuchField: string;
    readonly itsFields: Message<{ readonly names: string }>;
    readonly onlyText: string;
    readonly fieldTwice: Message<{ readonly name: string }>;
    readonly oneFromInput: string;
    readonly fieldIsFile: string;
    readonly singleLine: Message<{ readonly name: string }>;
    readonly notSingleFile: Message<{ readonly path: string }>;
  };
}

export const sharing = terminalTable('terminal-sharing', {
  opens: [
    [
      'views',
      { one: ['Opens once, until ', ['until'], '.'], other: ['Opens ', ['views'], ' times, until ', ['until'], '.'] },
      1,
    ],
  ],
  opensWithPassword: [
    [
      'views',
      {
        one: ['Opens once, with the password, until ', ['until'], '.'],
        other: ['Opens ', ['views'], ' times, with the password, until ', ['until'], '.'],
      },
      1,
    ],
  ],
  opensUnlimited: ['Opens any number of times, until ', ['until'], '.'],
  opensUnlimitedWithPassword: ['Opens any number of times, with the password, until ', ['until'], '.'],
  manageLink: 'Manage link (keep private):',
  link: 'Link (send this):',
  leftOutChanged: ['Left out: ', ['path'], ': it changed while it was sent. Sending the rest again.'],
  nothingToSend: 'There is nothing to send: the text is empty.',
  nothingLeftToSend: 'There is nothing to send: everything was left out.',
  passwordsDiffer: 'The two passwords differ. Nothing was sent. Start again.',
  changedDuringUpload: [['path'], ' changed during the upload: ', ['why'], '. The server kept nothing. Send it again.'],
  ask: {
    accepts: [
      [
        'answers',
        {
          one: ['Accepts one answer until ', ['until'], '. Only the manage link can read it.'],
          other: ['Accepts ', ['answers'], ' answers until ', ['until'], '. Only the manage link can read them.'],
        },
        1,
      ],
    ],
    sameFieldNames: 'Two fields have the same name.',
  },
  answer: {
    closed: {
      full: 'This request accepts no more answers: it is full.',
      closed: 'This request accepts no more answers: it is closed.',
      expired: 'This request accepts no more answers: it is expired.',
      destroyed: 'This request accepts no more answers: it is destroyed.',
      deleted: 'This request accepts no more answers: it is deleted.',
    },
    from: ['A request from ', ['address'], ':'],
    until: ['Until ', ['until'], '. Only the person who asked can read your answer.'],
    empty: 'The answer is empty, so nothing was sent.',
    sent: ['Sent. It can be read until ', ['until'], '. To check whether it was read, or to take it back:'],
    sentAndEnded: 'Sent.',
    manageLink: 'Manage link:',
    ended: {
      spent: 'The server says that it has already been read and erased.',
      expired: 'The server says that it has already expired: nobody can read it.',
      destroyed: 'The server says that it was destroyed: nobody can read it. Ask for another link and send it again.',
      deleted:
        'The server says that it was already deleted, perhaps before anyone read it. Check with the person who asked for it.',
      locked: 'The server says that it is locked: nobody can read it. Ask for another link and send it again.',
    },
    mayHaveArrived: 'The answer may have arrived anyway. Check with the person who asked before you send another.',
    takenBack:
      'Interrupted while sending the answer. It was withdrawn, but the person who asked may already have received it.',
    missingFields: ['Missing fields: ', ['names'], '.'],
    missingFieldsHow: ['Use --field ', ['name'], '=@FILE, or --partial to leave them out.'],
    noSuchField: 'The request has no such field.',
    itsFields: ['Its fields are: ', ['names'], '.'],
    onlyText: 'It asks only for a text.',
    fieldTwice: ['The field ', ['name'], ' was given twice.'],
    oneFromInput: 'Only one field can come from standard input. Use NAME=@FILE for the others.',
    fieldIsFile: 'This field is a file. Use NAME=@FILE.',
    singleLine: [
      'The field ',
      ['name'],
      ' takes a single line, but got more. Nothing was sent. Shorten it to one line.',
    ],
    notSingleFile: [['path'], ' is not a single file.'],
  },
}) as SharingWords;

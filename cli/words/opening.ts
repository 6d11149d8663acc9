// Written by `npm run words` from words/en/terminal-opening.json.
import type { Message } from '#client/words/message.ts';
import { terminalTable } from '#cli/language/words.ts';

export interface OpeningWords {
  readonly triesLeft: Message<{ readonly tries: number }>;
  readonly wrongPassword: string;
  readonly notShare: string;
  readonly secretAt: Message<{ readonly address: string }>;
  readonly secretOfSize: Message<{ readonly kind: 'text' | 'other'; readonly address: string; readonly size: string }>;
  readonly secretTiny: Message<{ readonly kind: 'text' | 'other'; readonly address: string }>;
  readonly canBeOpened: Message<{ readonly views: number; readonly until: string }>;
  readonly canBeOpenedMore: Message<{ readonly views: number; readonly until: string }>;
  readonly canBeOpenedUnlimited: Message<{ readonly until: string }>;
  readonly hasPassword: string;
  readonly declined: string;
  readonly reply: string;
  readonly noPlace: Message<{
    readonly why: 'unset' | 'full' | 'quota' | 'readOnly' | 'other';
    readonly folder: string;
  }>;
  readonly link: {
    readonly seenByOthers: string;
    readonly notInInput: string;
    readonly notGiven: string;
    readonly notAlone: string;
    readonly faults: {
      readonly none: string;
      readonly key: string;
      readonly id: string;
      readonly server: string;
      readonly missing: string;
      readonly cut: string;
      readonly wrong: string;
    };
    readonly uses: {
      readonly share: string;
      readonly request: string;
      readonly notManage: string;
      readonly manage: string;
    };
  };
  readonly dotNames: {
    readonly found: string;
    readonly more: Message<{ readonly count: number }>;
    readonly refused: string;
  };
  readonly notHere: string;
}

export const opening = terminalTable('terminal-opening', {
  triesLeft: [
    [
      'tries',
      {
        one: ['After ', ['tries'], ' more wrong password, nobody can try again.'],
        other: ['After ', ['tries'], ' more wrong passwords, nobody can try again.'],
      },
      1,
    ],
  ],
  wrongPassword: 'Wrong password.',
  notShare: 'This is not a link to a secret.',
  secretAt: ['A secret at ', ['address'], '.'],
  secretOfSize: [
    [
      'kind',
      {
        text: ['A secret at ', ['address'], ': text, about ', ['size'], '.'],
        other: ['A secret at ', ['address'], ': files, about ', ['size'], '.'],
      },
    ],
  ],
  secretTiny: [
    [
      'kind',
      {
        text: ['A secret at ', ['address'], ': text, less than 1 kB.'],
        other: ['A secret at ', ['address'], ': files, less than 1 kB.'],
      },
    ],
  ],
  canBeOpened: [
    [
      'views',
      {
        one: ['It can be opened once, until ', ['until'], '.'],
        other: ['It can be opened ', ['views'], ' times, until ', ['until'], '.'],
      },
      1,
    ],
  ],
  canBeOpenedMore: [
    [
      'views',
      {
        one: ['It can be opened one more time, until ', ['until'], '.'],
        other: ['It can be opened ', ['views'], ' more times, until ', ['until'], '.'],
      },
      1,
    ],
  ],
  canBeOpenedUnlimited: ['It can be opened any number of times, until ', ['until'], '.'],
  hasPassword: 'It has a password.',
  declined: 'It was not opened or used up.',
  reply: 'You can reply with sotto answer and this link:',
  noPlace: [
    'Nothing was opened or used up. Sotto saves a record in a folder to resume an interrupted opening, but ',
    [
      'why',
      {
        unset: ['HOME and XDG_STATE_HOME are not set to absolute paths'],
        full: [['folder'], ' cannot be used (the disk is full)'],
        quota: [['folder'], ' cannot be used (your disk quota is used up)'],
        readOnly: [['folder'], ' cannot be used (the disk is read-only)'],
        other: [['folder'], ' cannot be used (it cannot be created or written to)'],
      },
    ],
    '. Use -o DIR (sotto open), or set XDG_STATE_HOME to a folder that you can write to.',
  ],
  link: {
    seenByOthers:
      '(Other users of this machine can see a link that is given as an argument. Leave it out to be asked for it.)',
    notInInput: 'Standard input contains no link.',
    notGiven: 'No link was given.',
    notAlone:
      'The text after the link on the same line would be lost. Put it on the next line. Nothing was opened or sent.',
    faults: {
      none: 'This is not a link to a secret. Copy the whole link, starting with https://.',
      key: 'This is a key without its link. Give the link and the key together.',
      id: 'This is only a part of a link. Copy the whole link, starting with https://.',
      server: 'The link does not say which server it belongs to. Copy the whole link, starting with https://.',
      missing:
        'The link has no key: the part after # is missing. Copy the whole link, or give the key on the next line.',
      cut: 'The link is incomplete: the part after # was cut off. Copy the whole link.',
      wrong: 'The part after # does not belong to this link: it was mistyped or mixed up. Copy the whole link.',
    },
    uses: {
      share: 'This link opens a secret. Use sotto open.',
      request: 'This link asks for a secret. Use sotto answer.',
      notManage: 'This is a link to pass on. This command takes the manage link.',
      manage: 'This is a manage link. Use sotto status, sotto delete or sotto inbox.',
    },
  },
  dotNames: {
    found: 'These names begin with a dot. Other programs may follow instructions in such files:',
    more: [['count', { one: ['and ', ['count'], ' more'], other: ['and ', ['count'], ' more'] }, 1]],
    refused: 'Nothing was saved. Choose a folder with -o.',
  },
  notHere: 'The secret has files, but they cannot be saved in the current folder. Choose another with -o DIR.',
}) as OpeningWords;

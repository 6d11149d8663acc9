// Written by `npm run words` from words/en/terminal-endings.json.
import type { Message } from '#client/words/message.ts';
import { terminalTable } from '#cli/language/words.ts';

export interface EndingsWords {
  readonly locked: string;
  readonly over: {
    readonly spent: string;
    readonly expired: string;
    readonly destroyed: string;
    readonly deleted: string;
  };
  readonly atOnce: {
    readonly spent: string;
    readonly expired: string;
    readonly destroyed: string;
    readonly deleted: string;
    readonly locked: string;
    readonly full: string;
    readonly closed: string;
  };
  readonly atOnceNext: string;
  readonly opensAgain: string;
  readonly perhapsOpensAgain: string;
  readonly interrupted: string;
  readonly tellSender: string;
  readonly askAgain: string;
  readonly openedHere: Message<{ readonly day: 'today' | 'other'; readonly time: string; readonly date: string }>;
  readonly openedElsewhereToo: Message<{ readonly times: number }>;
  readonly noneLeft: string;
  readonly alreadyOpenedOnce: Message<{
    readonly day: 'today' | 'other';
    readonly time: string;
    readonly date: string;
  }>;
  readonly alreadyOpenedToday: Message<{ readonly times: number; readonly time: string }>;
  readonly alreadyOpenedOn: Message<{ readonly times: number; readonly date: string; readonly time: string }>;
  readonly interruptedHere: Message<{ readonly day: 'today' | 'other'; readonly time: string; readonly date: string }>;
  readonly mismatch: {
    readonly terms: Message<{ readonly views: number; readonly until: string; readonly created: string }>;
    readonly termsUnlimited: Message<{ readonly until: string; readonly created: string }>;
    readonly notBefore: Message<{ readonly time: string }>;
    readonly contentAsSealed: string;
    readonly asked: Message<{ readonly answers: number; readonly until: string }>;
    readonly questionAsSealed: string;
    readonly ownUnknown: string;
    readonly ownForged: string;
    readonly ownNewer: string;
    readonly own: Message<{ readonly answers: number; readonly until: string; readonly time: string }>;
    readonly ownUntilRead: Message<{ readonly answers: number; readonly until: string; readonly time: string }>;
    readonly ownMembersOnly: string;
  };
}

export const endings = terminalTable('terminal-endings', {
  locked: 'It is locked after too many wrong passwords. Only its sender can unlock it.',
  over: {
    spent: 'It has already been opened. Ask for another link.',
    expired: 'It has expired. Ask for another link.',
    destroyed: 'It was destroyed by too many wrong passwords, or by a loss on the server. Ask for another link.',
    deleted: 'It was deleted. Ask for another link.',
  },
  atOnce: {
    spent: 'The server reports that it has already been opened, although nobody has the link yet.',
    expired: 'The server reports that it has expired, although nobody has the link yet.',
    destroyed:
      'The server reports that it was destroyed by too many wrong passwords, or by a loss on the server, although nobody has the link yet.',
    deleted: 'The server reports that it was deleted, although nobody has the link yet.',
    locked: 'The server reports that it is locked after too many wrong passwords, although nobody has the link yet.',
    full: 'The server reports that it is full, although nobody has the link yet.',
    closed: 'The server reports that it is closed, although nobody has the link yet.',
  },
  atOnceNext:
    'The link is not shown, and the secret was deleted. Do not use this server for secrets until its operator has explained this.',
  opensAgain: 'You can open it again on this machine for ten minutes without using another view.',
  perhapsOpensAgain:
    'This may have opened it. If so, you can open it again on this machine for ten minutes without using another view.',
  interrupted: 'Interrupted.',
  tellSender: 'If that wasn’t you, tell the sender: somebody else has read it.',
  askAgain: 'If you need it again, ask the sender for another link.',
  openedHere: [
    [
      'day',
      {
        today: ['You opened this on this machine at ', ['time'], '.'],
        other: ['You opened this on this machine on ', ['date'], ' at ', ['time'], '.'],
      },
    ],
  ],
  openedElsewhereToo: [
    [
      'times',
      {
        one: [
          'It was also opened once elsewhere, so no opening is left. If you don’t know who opened it, tell the sender.',
        ],
        other: [
          'It was also opened ',
          ['times'],
          ' times elsewhere, so no opening is left. If you don’t know who opened it, tell the sender.',
        ],
      },
      1,
    ],
  ],
  noneLeft: 'It can no longer be opened: no opening is left. Ask the sender for another link.',
  alreadyOpenedOnce: [
    [
      'day',
      { today: ['Already opened at ', ['time'], '.'], other: ['Already opened on ', ['date'], ' at ', ['time'], '.'] },
    ],
  ],
  alreadyOpenedToday: [
    [
      'times',
      {
        one: ['Already opened once, most recently at ', ['time'], '.'],
        other: ['Already opened ', ['times'], ' times, most recently at ', ['time'], '.'],
      },
      1,
    ],
  ],
  alreadyOpenedOn: [
    [
      'times',
      {
        one: ['Already opened once, most recently on ', ['date'], ' at ', ['time'], '.'],
        other: ['Already opened ', ['times'], ' times, most recently on ', ['date'], ' at ', ['time'], '.'],
      },
      1,
    ],
  ],
  interruptedHere: [
    [
      'day',
      {
        today: [
          'You started to open this on this machine at ',
          ['time'],
          ', but it was interrupted. That may have used it up, and it can be resumed for only ten minutes. Ask the sender for another link.',
        ],
        other: [
          'You started to open this on this machine on ',
          ['date'],
          ' at ',
          ['time'],
          ', but it was interrupted. That may have used it up, and it can be resumed for only ten minutes. Ask the sender for another link.',
        ],
      },
    ],
  ],
  mismatch: {
    terms: [
      [
        'views',
        {
          one: [
            'The server does not follow the terms that the sender sealed: it can be opened once, until ',
            ['until'],
            ', and was sealed ',
            ['created'],
            '.',
          ],
          other: [
            'The server does not follow the terms that the sender sealed: it can be opened ',
            ['views'],
            ' times, until ',
            ['until'],
            ', and was sealed ',
            ['created'],
            '.',
          ],
        },
        1,
      ],
    ],
    termsUnlimited: [
      'The server does not follow the terms that the sender sealed: it can be opened any number of times, until ',
      ['until'],
      ', and was sealed ',
      ['created'],
      '.',
    ],
    notBefore: ['It was sealed to open from ', ['time'], '.'],
    contentAsSealed: 'The content is exactly what was sealed. Tell the sender.',
    asked: [
      [
        'answers',
        {
          one: [
            'The server states different terms from those sealed with this link: it accepts one answer, until ',
            ['until'],
            '.',
          ],
          other: [
            'The server states different terms from those sealed with this link: it accepts ',
            ['answers'],
            ' answers, until ',
            ['until'],
            '.',
          ],
        },
        1,
      ],
    ],
    questionAsSealed: 'The question is exactly what was sealed. Tell the person who sent you the link.',
    ownUnknown:
      'The server did not return the request as you sealed it, so its terms cannot be checked. The terms shown here come from the server alone.',
    ownForged:
      'The server returned a request that you did not seal. Do not trust the terms it states, and tell its operator.',
    ownNewer:
      'A newer version of Sotto made this request, so this version cannot check its terms. Update this program.',
    own: [
      [
        'answers',
        {
          one: [
            'The server does not follow the terms that you sealed: it accepts one answer, until ',
            ['until'],
            '; each is kept ',
            ['time'],
            '. Tell its operator.',
          ],
          other: [
            'The server does not follow the terms that you sealed: it accepts ',
            ['answers'],
            ' answers, until ',
            ['until'],
            '; each is kept ',
            ['time'],
            '. Tell its operator.',
          ],
        },
        1,
      ],
    ],
    ownUntilRead: [
      [
        'answers',
        {
          one: [
            'The server does not follow the terms that you sealed: it accepts one answer, until ',
            ['until'],
            '; each is kept ',
            ['time'],
            ', or until it is read. Tell its operator.',
          ],
          other: [
            'The server does not follow the terms that you sealed: it accepts ',
            ['answers'],
            ' answers, until ',
            ['until'],
            '; each is kept ',
            ['time'],
            ', or until it is read. Tell its operator.',
          ],
        },
        1,
      ],
    ],
    ownMembersOnly:
      'Only members can read the question here, so its terms cannot be checked until you have signed in (sotto login). The terms shown here come from the server alone.',
  },
}) as EndingsWords;

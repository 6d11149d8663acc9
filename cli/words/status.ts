// Written by `npm run words` from words/en/terminal-status.json.
import type { Message } from '#client/words/message.ts';
import { terminalTable } from '#cli/language/words.ts';

export interface StatusWords {
  readonly facts: {
    readonly title: string;
    readonly state: string;
    readonly created: string;
    readonly expires: string;
    readonly expired: string;
    readonly ended: string;
    readonly content: string;
    readonly password: string;
    readonly opens: string;
    readonly opened: string;
    readonly read: string;
    readonly passwords: string;
    readonly answers: string;
  };
  readonly state: {
    readonly live: string;
    readonly locked: string;
    readonly spent: string;
    readonly expired: string;
    readonly destroyed: string;
    readonly deleted: string;
    readonly open: string;
    readonly full: string;
    readonly closed: string;
    readonly lastViewLeased: string;
  };
  readonly opens: Message<{ readonly views: number }>;
  readonly opensLeft: Message<{ readonly views: number; readonly left: string }>;
  readonly opensUnlimited: string;
  readonly openedNotYet: string;
  readonly openedNever: string;
  readonly passwordTries: Message<{ readonly tries: number }>;
  readonly passwordsWrong: Message<{ readonly wrong: string; readonly most: string }>;
  readonly answersAccepted: Message<{ readonly count: number }>;
  readonly answersTaken: Message<{ readonly taken: string; readonly most: string }>;
  readonly answersUnread: Message<{ readonly taken: string; readonly most: string; readonly unread: string }>;
  readonly delete: {
    readonly kept: string;
    readonly deleted: string;
    readonly ended: {
      readonly spent: string;
      readonly expired: string;
      readonly destroyed: string;
      readonly other: string;
    };
  };
  readonly content: {
    readonly size: Message<{ readonly kind: 'text' | 'other'; readonly size: string }>;
    readonly tiny: Message<{ readonly kind: 'text' | 'other' }>;
  };
}

export const status = terminalTable('terminal-status', {
  facts: {
    title: 'Title:',
    state: 'State:',
    created: 'Created:',
    expires: 'Expires:',
    expired: 'Expired:',
    ended: 'Ended:',
    content: 'Content:',
    password: 'Password:',
    opens: 'Opens:',
    opened: 'Opened:',
    read: 'Read:',
    passwords: 'Passwords:',
    answers: 'Answers:',
  },
  state: {
    live: 'waiting to be opened',
    locked: 'locked after too many wrong passwords',
    spent: 'opened and erased',
    expired: 'expired and erased',
    destroyed: 'destroyed after too many wrong passwords, or by a loss on the server',
    deleted: 'deleted',
    open: 'accepting answers',
    full: 'full: all answers have arrived',
    closed: 'closed: accepts no more answers',
    lastViewLeased: 'opened; the reader can still fetch it for a few minutes',
  },
  opens: [['views', { one: ['once'], other: [['views'], ' times'] }, 1]],
  opensLeft: [['views', { one: ['once, ', ['left'], ' left'], other: [['views'], ' times, ', ['left'], ' left'] }, 1]],
  opensUnlimited: 'any number of times',
  openedNotYet: 'not yet',
  openedNever: 'never',
  passwordTries: [
    ['tries', { one: ['needed, ', ['tries'], ' try left'], other: ['needed, ', ['tries'], ' tries left'] }, 1],
  ],
  passwordsWrong: [['wrong'], ' of ', ['most'], ' wrong'],
  answersAccepted: [['count', { one: [['count'], ' more accepted'], other: [['count'], ' more accepted'] }, 1]],
  answersTaken: [['taken'], ' of ', ['most']],
  answersUnread: [['taken'], ' of ', ['most'], ', ', ['unread'], ' unread: sotto inbox'],
  delete: {
    kept: 'Nothing was deleted.',
    deleted: 'Deleted.',
    ended: {
      spent: 'It had already ended (spent). Nothing of it is left.',
      expired: 'It had already ended (expired). Nothing of it is left.',
      destroyed: 'It had already ended (destroyed). Nothing of it is left.',
      other: 'It had already ended. Nothing of it is left.',
    },
  },
  content: {
    size: [['kind', { text: ['text, about ', ['size']], other: ['files, about ', ['size']] }]],
    tiny: [['kind', { text: ['text, less than 1 kB'], other: ['files, less than 1 kB'] }]],
  },
}) as StatusWords;

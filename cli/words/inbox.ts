// Written by `npm run words` from words/en/terminal-inbox.json.
import type { Message } from '#client/words/message.ts';
import { terminalTable } from '#cli/language/words.ts';

export interface InboxWords {
  readonly answer: Message<{ readonly number: string; readonly when: string }>;
  readonly answerFailed: Message<{ readonly number: string; readonly reason: string }>;
  readonly waiting: string;
  readonly noneUnread: string;
  readonly noneYet: string;
  readonly noneEver: {
    readonly full: string;
    readonly closed: string;
    readonly expired: string;
    readonly destroyed: string;
    readonly deleted: string;
  };
  readonly odd: Message<{ readonly count: number }>;
  readonly list: {
    readonly head: Message<{
      readonly most: number;
      readonly title: string;
      readonly state: string;
      readonly count: string;
    }>;
    readonly untitled: string;
    readonly requestState: {
      readonly open: string;
      readonly full: string;
      readonly closed: string;
      readonly expired: string;
      readonly destroyed: string;
      readonly deleted: string;
    };
    readonly line: Message<{
      readonly number: string;
      readonly when: string;
      readonly size: string;
      readonly state: string;
    }>;
    readonly notRead: string;
    readonly read: Message<{ readonly when: string }>;
    readonly answerState: {
      readonly spent: string;
      readonly expired: string;
      readonly destroyed: string;
      readonly deleted: string;
    };
  };
}

export const inbox = terminalTable('terminal-inbox', {
  answer: ['Answer ', ['number'], ', ', ['when']],
  answerFailed: ['Answer ', ['number'], ': ', ['reason']],
  waiting: 'Waiting for an answer. Press Ctrl+C to stop; nothing is lost.',
  noneUnread: 'There are no unread answers. Use --all to read the remaining ones again.',
  noneYet: 'There are no answers yet. Use --wait to wait for one.',
  noneEver: {
    full: 'There are no answers, and no more can arrive: the request is full.',
    closed: 'There are no answers, and no more can arrive: the request is closed.',
    expired: 'There are no answers, and no more can arrive: the request is expired.',
    destroyed: 'There are no answers, and no more can arrive: the request is destroyed.',
    deleted: 'There are no answers, and no more can arrive: the request is deleted.',
  },
  odd: [
    [
      'count',
      {
        one: [
          'The server lists one answer in a way that makes no sense. It is not shown. Tell the person who runs this service.',
        ],
        other: [
          'The server lists ',
          ['count'],
          ' answers in a way that makes no sense. They are not shown. Tell the person who runs this service.',
        ],
      },
      1,
    ],
  ],
  list: {
    head: [
      [
        'most',
        {
          one: [['title'], ': ', ['state'], ', ', ['count'], ' of ', ['most'], ' answers'],
          other: [['title'], ': ', ['state'], ', ', ['count'], ' of ', ['most'], ' answers'],
        },
        1,
      ],
    ],
    untitled: 'Request',
    requestState: {
      open: 'open',
      full: 'full',
      closed: 'closed',
      expired: 'expired',
      destroyed: 'destroyed',
      deleted: 'deleted',
    },
    line: [['number'], '. ', ['when'], ', ', ['size'], ', ', ['state']],
    notRead: 'not read yet',
    read: ['read ', ['when']],
    answerState: { spent: 'spent', expired: 'expired', destroyed: 'destroyed', deleted: 'deleted' },
  },
}) as InboxWords;

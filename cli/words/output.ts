// Written by `npm run words` from words/en/terminal-output.json.
import type { Message } from '#client/words/message.ts';
import { terminalTable } from '#cli/language/words.ts';

export interface OutputWords {
  readonly full: Message<{ readonly stream: 'out' | 'other' }>;
  readonly closed: Message<{ readonly stream: 'out' | 'other' }>;
  readonly diskFull: Message<{ readonly stream: 'out' | 'other' }>;
  readonly closedEarly: string;
  readonly lost: {
    readonly sent: string;
    readonly asked: string;
    readonly opened: string;
    readonly written: string;
    readonly answers: string;
    readonly answer: string;
  };
  readonly controlShown: string;
  readonly title: Message<{ readonly title: string }>;
  readonly saved: Message<{ readonly path: string; readonly size: string }>;
  readonly savedAs: Message<{ readonly path: string; readonly size: string; readonly name: string }>;
  readonly clipboard: {
    readonly copied: string;
    readonly asked: Message<{
      readonly why: 'nowhere' | 'missing' | 'silent' | 'unstarted' | 'failed' | 'other';
      readonly programs: string;
    }>;
    readonly notCopied: Message<{
      readonly why: 'nowhere' | 'missing' | 'silent' | 'unstarted' | 'failed' | 'other';
      readonly programs: string;
    }>;
  };
  readonly qrCode: {
    readonly tooNarrow: Message<{ readonly needed: string; readonly columns: string }>;
    readonly notUtf8: Message<{ readonly locale: string }>;
  };
  readonly progress: {
    readonly sending: string;
    readonly fetching: string;
    readonly of: Message<{
      readonly label: string;
      readonly bar: string;
      readonly percent: string;
      readonly size: string;
    }>;
    readonly retrying: string;
  };
}

export const output = terminalTable('terminal-output', {
  full: [
    [
      'stream',
      {
        out: ['Standard output is /dev/full, which accepts nothing.'],
        other: ['Standard error is /dev/full, which accepts nothing.'],
      },
    ],
  ],
  closed: [['stream', { out: ['Standard output is closed.'], other: ['Standard error is closed.'] }]],
  diskFull: [
    ['stream', { out: ['Standard output goes to a full disk.'], other: ['Standard error goes to a full disk.'] }],
  ],
  closedEarly: 'The output was closed before everything was written.',
  lost: {
    sent: 'Nothing was sent, because the link could not be printed.',
    asked: 'Nothing was sent, because the links could not be printed.',
    opened: 'Nothing was opened and no view was used. Open it where the text can be written.',
    written: 'Nothing was written.',
    answers: 'No answer was read.',
    answer: 'The answer can be read again.',
  },
  controlShown:
    '(Control characters are shown as \\x1b or \\u{202e}. A pipe receives the text exactly as it was sealed.)',
  title: ['Title: ', ['title']],
  saved: ['Saved ', ['path'], ' (', ['size'], ')'],
  savedAs: ['Saved ', ['path'], ' (', ['size'], '). It was sealed as ', ['name']],
  clipboard: {
    copied: 'Copied.',
    asked: [
      'Asked the terminal to copy the link, because ',
      [
        'why',
        {
          nowhere: ['this session has no clipboard'],
          missing: ['there is no program for the clipboard (', ['programs'], ')'],
          silent: [['programs'], ' did not respond'],
          unstarted: [['programs'], ' could not be started'],
          failed: [['programs'], ' failed'],
          other: ['it failed'],
        },
      ],
      '. Some terminals ignore this: check what you paste.',
    ],
    notCopied: [
      'The link was not copied: ',
      [
        'why',
        {
          nowhere: ['this session has no clipboard'],
          missing: ['there is no program for the clipboard (', ['programs'], ')'],
          silent: [['programs'], ' did not respond'],
          unstarted: [['programs'], ' could not be started'],
          failed: [['programs'], ' failed'],
          other: ['it failed'],
        },
      ],
      '. Copy it from the output.',
    ],
  },
  qrCode: {
    tooNarrow: [
      'Cannot draw the QR code: it needs ',
      ['needed'],
      ' columns, and this terminal has ',
      ['columns'],
      '. Widen it and run the command again, or use the link.',
    ],
    notUtf8: [
      'Cannot draw the QR code: it needs UTF-8, and the locale of this terminal is ',
      ['locale'],
      '. Set LC_ALL to a UTF-8 locale, or use the link.',
    ],
  },
  progress: {
    sending: 'Sealing and sending',
    fetching: 'Fetching',
    of: [['label'], ' ', ['bar'], ' ', ['percent'], ' of ', ['size']],
    retrying: 'no reply from the server, retrying…',
  },
}) as OutputWords;

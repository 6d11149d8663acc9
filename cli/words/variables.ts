// Written by `npm run words` from words/en/terminal-variables.json.
import type { Message } from '#client/words/message.ts';
import { terminalTable } from '#cli/language/words.ts';

export interface VariablesWords {
  readonly line: {
    readonly 'not-assignment': Message<{
      readonly where: 'secret' | 'named' | 'other';
      readonly line: string;
      readonly file: string;
      readonly name: string;
    }>;
    readonly 'quote-inside': Message<{
      readonly where: 'secret' | 'named' | 'other';
      readonly line: string;
      readonly file: string;
      readonly name: string;
    }>;
    readonly 'odd-edge': Message<{
      readonly where: 'secret' | 'named' | 'other';
      readonly line: string;
      readonly file: string;
      readonly name: string;
    }>;
    readonly 'odd-inside': Message<{
      readonly where: 'secret' | 'named' | 'other';
      readonly line: string;
      readonly file: string;
      readonly name: string;
    }>;
    readonly 'second-assignment': Message<{
      readonly where: 'secret' | 'named' | 'other';
      readonly line: string;
      readonly file: string;
      readonly name: string;
    }>;
    readonly unclosed: Message<{
      readonly where: 'secret' | 'named' | 'other';
      readonly line: string;
      readonly file: string;
      readonly name: string;
    }>;
    readonly 'after-quote': Message<{
      readonly where: 'secret' | 'named' | 'other';
      readonly line: string;
      readonly file: string;
      readonly name: string;
    }>;
    readonly 'escaped-end': Message<{
      readonly where: 'secret' | 'named' | 'other';
      readonly line: string;
      readonly file: string;
      readonly name: string;
    }>;
    readonly 'unknown-escape': Message<{
      readonly where: 'secret' | 'named' | 'other';
      readonly line: string;
      readonly file: string;
      readonly name: string;
    }>;
    readonly control: Message<{
      readonly where: 'secret' | 'named' | 'other';
      readonly line: string;
      readonly file: string;
      readonly name: string;
    }>;
    readonly twice: Message<{
      readonly where: 'secret' | 'named' | 'other';
      readonly line: string;
      readonly file: string;
      readonly name: string;
    }>;
    readonly wrapped: Message<{
      readonly where: 'secret' | 'named' | 'other';
      readonly line: string;
      readonly file: string;
      readonly name: string;
    }>;
  };
  readonly moreLines: Message<{ readonly count: number }>;
  readonly noCommandRun: string;
  readonly nothingWritten: string;
  readonly nothingOpened: string;
  readonly openShows: string;
  readonly notOnlyVariables: string;
  readonly noVariables: string;
  readonly lacking: Message<{ readonly names: string }>;
  readonly loader: Message<{ readonly name: string; readonly use: string }>;
  readonly unquotable: Message<{ readonly names: string }>;
  readonly wouldNotBeRead: Message<{ readonly file: string }>;
  readonly into: {
    readonly file: Message<{ readonly file: string }>;
    readonly newFile: Message<{ readonly file: string }>;
    readonly added: string;
    readonly changed: string;
    readonly kept: string;
    readonly same: Message<{ readonly file: string }>;
    readonly wrote: Message<{ readonly file: string }>;
    readonly declined: string;
    readonly againHow: string;
    readonly linkWorks: string;
  };
  readonly run: {
    readonly set: Message<{ readonly command: string; readonly names: string }>;
    readonly missing: Message<{ readonly command: string }>;
    readonly cannotRun: Message<{ readonly command: string; readonly why: string }>;
    readonly folder: string;
    readonly notProgram: string;
    readonly notExecutable: string;
    readonly interpreter: Message<{ readonly interpreter: string }>;
    readonly notUtf8: string;
    readonly changed: Message<{ readonly names: string }>;
    readonly masksIncomplete: string;
    readonly notStarted: Message<{ readonly command: string; readonly why: string }>;
    readonly notAllowed: string;
    readonly tooManyPrograms: string;
    readonly noMemory: string;
    readonly gone: string;
    readonly refused: Message<{ readonly code: string }>;
    readonly tooLong: Message<{ readonly name: string; readonly size: string }>;
  };
}

export const variables = terminalTable('terminal-variables', {
  line: {
    'not-assignment': [
      [
        'where',
        {
          secret: ['Line ', ['line'], ' of the secret'],
          named: ['Line ', ['line'], ' of ', ['file'], ', which sets ', ['name'], ','],
          other: ['Line ', ['line'], ' of ', ['file']],
        },
      ],
      ' is not NAME=value, a comment or empty.',
    ],
    'quote-inside': [
      [
        'where',
        {
          secret: ['Line ', ['line'], ' of the secret'],
          named: ['Line ', ['line'], ' of ', ['file'], ', which sets ', ['name'], ','],
          other: ['Line ', ['line'], ' of ', ['file']],
        },
      ],
      ' has a quote or a backslash in a value without quotes. Put the whole value in single quotes, or in double quotes if it contains a single quote.',
    ],
    'odd-edge': [
      [
        'where',
        {
          secret: ['Line ', ['line'], ' of the secret'],
          named: ['Line ', ['line'], ' of ', ['file'], ', which sets ', ['name'], ','],
          other: ['Line ', ['line'], ' of ', ['file']],
        },
      ],
      ' has an ambiguous value: it begins with "=" or "# ", or has an unusual space, an invisible character or a typographic quote at an end. Put it in single quotes.',
    ],
    'odd-inside': [
      [
        'where',
        {
          secret: ['Line ', ['line'], ' of the secret'],
          named: ['Line ', ['line'], ' of ', ['file'], ', which sets ', ['name'], ','],
          other: ['Line ', ['line'], ' of ', ['file']],
        },
      ],
      ' has an unusual space before a #, or an unusual line break, which programs read differently. Put the value in single quotes.',
    ],
    'second-assignment': [
      [
        'where',
        {
          secret: ['Line ', ['line'], ' of the secret'],
          named: ['Line ', ['line'], ' of ', ['file'], ', which sets ', ['name'], ','],
          other: ['Line ', ['line'], ' of ', ['file']],
        },
      ],
      ' may set two names: a second NAME= follows a space. Use one line for each, or put the value in single quotes.',
    ],
    unclosed: [
      [
        'where',
        {
          secret: ['Line ', ['line'], ' of the secret'],
          named: ['Line ', ['line'], ' of ', ['file'], ', which sets ', ['name'], ','],
          other: ['Line ', ['line'], ' of ', ['file']],
        },
      ],
      ' opens a quote that is never closed.',
    ],
    'after-quote': [
      [
        'where',
        {
          secret: ['Line ', ['line'], ' of the secret'],
          named: ['Line ', ['line'], ' of ', ['file'], ', which sets ', ['name'], ','],
          other: ['Line ', ['line'], ' of ', ['file']],
        },
      ],
      ' has text after the closing quote. A comment there needs a space before the #.',
    ],
    'escaped-end': [
      [
        'where',
        {
          secret: ['Line ', ['line'], ' of the secret'],
          named: ['Line ', ['line'], ' of ', ['file'], ', which sets ', ['name'], ','],
          other: ['Line ', ['line'], ' of ', ['file']],
        },
      ],
      ' has a backslash before a closing single quote, which programs read differently. Use double quotes.',
    ],
    'unknown-escape': [
      [
        'where',
        {
          secret: ['Line ', ['line'], ' of the secret'],
          named: ['Line ', ['line'], ' of ', ['file'], ', which sets ', ['name'], ','],
          other: ['Line ', ['line'], ' of ', ['file']],
        },
      ],
      ' has an escape other than \\n \\r \\t \\" \\\\ \\$ \\` in double quotes.',
    ],
    control: [
      [
        'where',
        {
          secret: ['Line ', ['line'], ' of the secret'],
          named: ['Line ', ['line'], ' of ', ['file'], ', which sets ', ['name'], ','],
          other: ['Line ', ['line'], ' of ', ['file']],
        },
      ],
      ' has a NUL character, or a carriage return that does not end a line.',
    ],
    twice: [
      [
        'where',
        {
          secret: ['Line ', ['line'], ' of the secret'],
          named: ['Line ', ['line'], ' of ', ['file'], ', which sets ', ['name'], ','],
          other: ['Line ', ['line'], ' of ', ['file']],
        },
      ],
      ' sets a name that an earlier line sets.',
    ],
    wrapped: [
      [
        'where',
        {
          secret: ['Line ', ['line'], ' of the secret'],
          named: ['Line ', ['line'], ' of ', ['file'], ', which sets ', ['name'], ','],
          other: ['Line ', ['line'], ' of ', ['file']],
        },
      ],
      " may be the rest of a wrapped value from the line before. Put that value on one line, in single quotes. If this is a separate variable, put its value in single quotes ('' if it is empty).",
    ],
  },
  moreLines: [['count', { one: [['count'], ' more line is wrong.'], other: [['count'], ' more lines are wrong.'] }, 1]],
  noCommandRun: 'No command was run.',
  nothingWritten: 'Nothing was written.',
  nothingOpened: 'Nothing was opened.',
  openShows: 'For ten minutes you can still read it here with sotto open, without using another view.',
  notOnlyVariables: 'The secret contains files or fields, not only NAME=value lines.',
  noVariables: 'The secret has no NAME=value lines.',
  lacking: ['The secret does not contain ', ['names'], ', which --only names.'],
  loader: [
    'The secret sets ',
    ['name'],
    ', which decides what a program loads. Name the variables that you want: ',
    ['use'],
    '.',
  ],
  unquotable: [
    'Programs would read the value of ',
    ['names'],
    ' differently: it has a carriage return, a backslash at its end, or a single quote together with ", $, ` or \\. Leave it out with --only.',
  ],
  wouldNotBeRead: [['file'], ' would not be read correctly after the change. Nothing was written.'],
  into: {
    file: [['file'], ':'],
    newFile: [['file'], ' (a new file):'],
    added: 'added',
    changed: 'changed',
    kept: 'kept',
    same: [['file'], ' has these values already. It was not changed.'],
    wrote: ['Wrote ', ['file'], '. Only you can read it.'],
    declined: 'Nothing was written.',
    againHow: 'Run the same command, or sotto open to see the text.',
    linkWorks: 'Its link still works.',
  },
  run: {
    set: ['Set for ', ['command'], ': ', ['names']],
    missing: [['command'], ': there is no such program. Nothing was opened.'],
    cannotRun: [['command'], ': cannot be run: ', ['why'], '. Nothing was opened.'],
    folder: 'it is a folder',
    notProgram: 'it is not a program',
    notExecutable: 'it is not executable',
    interpreter: ['its first line names ', ['interpreter'], ', which does not exist'],
    notUtf8:
      'The command or one of its arguments is not UTF-8 and would reach the program changed. Nothing was opened.',
    changed: ['These variables of this environment are not UTF-8 and reach the command changed: ', ['names']],
    masksIncomplete: 'The values are very long. Some of their encoded forms are not masked.',
    notStarted: [['command'], ' could not be started: ', ['why'], '.'],
    notAllowed: 'the system does not allow it to run',
    tooManyPrograms: 'too many programs are running',
    noMemory: 'there is not enough memory',
    gone: 'it no longer exists',
    refused: ['the system refused (', ['code'], ')'],
    tooLong: [
      'its variables and arguments are too long for this system; the longest is ',
      ['name'],
      ', with ',
      ['size'],
      '. Set fewer with --only, or save the text with sotto open',
    ],
  },
}) as VariablesWords;

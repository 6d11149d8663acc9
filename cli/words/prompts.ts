// Written by `npm run words` from words/en/terminal-prompts.json.
import type { Message } from '#client/words/message.ts';
import { terminalTable } from '#cli/language/words.ts';

export interface PromptsWords {
  readonly noTerminal: string;
  readonly notUtf8: string;
  readonly yesAnswers: string;
  readonly presetYes: string;
  readonly presetNo: string;
  readonly notShown: string;
  readonly characters: Message<{ readonly count: number }>;
  readonly link: string;
  readonly restOfLink: string;
  readonly linkHint: string;
  readonly password: string;
  readonly passwordAgain: string;
  readonly passwordFor: Message<{ readonly origin: string }>;
  readonly passwordHint: string;
  readonly secret: string;
  readonly open: string;
  readonly delete: string;
  readonly write: Message<{ readonly file: string }>;
  readonly saveHere: string;
  readonly field: Message<{ readonly name: string }>;
  readonly fieldOfText: Message<{ readonly name: string }>;
  readonly fieldOfFile: Message<{ readonly name: string }>;
  readonly fieldHint: string;
  readonly leftEmpty: string;
}

export const prompts = terminalTable('terminal-prompts', {
  noTerminal: 'There is no terminal to ask a question.',
  notUtf8: 'The terminal sent bytes that are not UTF-8. Set it to UTF-8.',
  yesAnswers: 'y yes',
  presetYes: '[Y/n]',
  presetNo: '[y/N]',
  notShown: '(not shown)',
  characters: [['count', { one: ['(', ['count'], ' character)'], other: ['(', ['count'], ' characters)'] }, 1]],
  link: 'Link:',
  restOfLink: 'The rest, or the whole link:',
  linkHint: 'Give the link on standard input: sotto … - < link.txt',
  password: 'Password:',
  passwordAgain: 'Once more:',
  passwordFor: ['Password for ', ['origin'], ':'],
  passwordHint: 'Pass the password in a file: --password-file FILE',
  secret: 'Type or paste the secret. End with Ctrl+D on an empty line, or cancel with Ctrl+C.',
  open: 'Open it now?',
  delete: 'Delete it now, for everyone?',
  write: ['Write ', ['file'], '?'],
  saveHere: 'Save them here?',
  field: [['name'], ':'],
  fieldOfText: [['name'], ': (Ctrl+D on an empty line ends it)'],
  fieldOfFile: [['name'], ', a file:'],
  fieldHint: 'Use --field NAME=@FILE.',
  leftEmpty: '(left empty)',
}) as PromptsWords;

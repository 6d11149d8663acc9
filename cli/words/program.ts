// Written by `npm run words` from words/en/terminal-program.json.
import type { Message } from '#client/words/message.ts';
import { terminalTable } from '#cli/language/words.ts';

export interface ProgramWords {
  readonly twoSentences: Message<{ readonly first: string; readonly second: string }>;
  readonly languageMissing: Message<{ readonly languages: string }>;
  readonly noSuchCommand: string;
  readonly noSuchCommandButNear: Message<{ readonly command: string }>;
  readonly failedUnexpectedly: Message<{ readonly what: string }>;
  readonly variableNotRead: Message<{ readonly name: string; readonly nearest: string }>;
  readonly option: {
    readonly twoDashes: Message<{ readonly given: string; readonly right: string }>;
    readonly takesNoValue: Message<{ readonly option: string }>;
    readonly needsValue: Message<{ readonly option: string; readonly use: string }>;
    readonly needsValueWithDash: Message<{ readonly option: string; readonly use: string }>;
    readonly unknown: Message<{ readonly option: string; readonly command: string }>;
    readonly unknownButNear: Message<{ readonly option: string; readonly command: string; readonly nearest: string }>;
    readonly unknownArgument: Message<{ readonly command: string }>;
    readonly unknownArgumentButNear: Message<{ readonly command: string; readonly nearest: string }>;
    readonly notUtf8: Message<{ readonly option: string }>;
    readonly missing: Message<{ readonly option: string }>;
    readonly onceAndViews: string;
    readonly views: Message<{ readonly most: string }>;
    readonly duration: Message<{ readonly option: string }>;
    readonly keep: string;
    readonly answers: Message<{ readonly most: string }>;
    readonly fieldOfRequest: string;
    readonly fieldOfAnswer: string;
    readonly only: string;
    readonly onlyWithoutInto: string;
    readonly intoAlone: string;
    readonly intoNeedsYes: string;
    readonly maskAndNoMask: string;
    readonly outputEmpty: string;
    readonly outputDash: string;
  };
  readonly tooManyArguments: string;
  readonly argumentMissing: Message<{ readonly name: string }>;
  readonly commandMissing: string;
  readonly seeHelp: Message<{ readonly command: string }>;
  readonly titleNotUtf8: string;
  readonly titleTooLong: Message<{ readonly most: string }>;
  readonly titleEmpty: string;
}

export const program = terminalTable('terminal-program', {
  twoSentences: [['first'], ' ', ['second']],
  languageMissing: ['This program does not have that language. It has: ', ['languages'], '.'],
  noSuchCommand: 'There is no such command. sotto help lists them.',
  noSuchCommandButNear: ['There is no such command. Did you mean ', ['command'], '? sotto help lists them.'],
  failedUnexpectedly: ['It failed unexpectedly: ', ['what'], '.'],
  variableNotRead: [['name'], ' is not read. Did you mean ', ['nearest'], '?'],
  option: {
    twoDashes: [['given'], ' is written with two dashes: ', ['right'], '.'],
    takesNoValue: [['option'], ' takes no value.'],
    needsValue: [['option'], ' needs a value: ', ['use'], '.'],
    needsValueWithDash: [
      ['option'],
      ' needs a value: ',
      ['use'],
      '. A value that begins with "-" is written ',
      ['option'],
      '=-…',
    ],
    unknown: [['option'], ' is not an option of sotto ', ['command'], '.'],
    unknownButNear: [['option'], ' is not an option of sotto ', ['command'], '. Did you mean ', ['nearest'], '?'],
    unknownArgument: ['An argument is not an option of sotto ', ['command'], '.'],
    unknownArgumentButNear: [
      'An argument is not an option of sotto ',
      ['command'],
      '. Did you mean ',
      ['nearest'],
      '?',
    ],
    notUtf8: ['The value of ', ['option'], ' is not UTF-8. Set the terminal to UTF-8.'],
    missing: [['option'], ' is missing.'],
    onceAndViews: 'Use either --once or --views, not both.',
    views: ['--views takes a number from 1 to ', ['most'], ', or "unlimited".'],
    duration: [['option'], ' takes a number followed by s, m, h or d, such as 30m, 2h or 7d.'],
    keep: '--keep takes read or expiry.',
    answers: ['--answers takes a number from 1 to ', ['most'], '.'],
    fieldOfRequest: '--field takes a name and a kind, such as user:line, note:text or key:file.',
    fieldOfAnswer: '--field takes NAME=@FILE, or NAME=- for standard input, but never the value itself.',
    only: '--only takes names of variables, separated by commas: --only DATABASE_URL,API_KEY',
    onlyWithoutInto: '--only needs --into: it names the variables to write.',
    intoAlone: '--into writes variables into a file. It cannot be used with --output or --json.',
    intoNeedsYes: 'There is no terminal to ask a question, so --into needs --yes. Nothing was opened.',
    maskAndNoMask: '--mask and --no-mask contradict each other. Choose one of them.',
    outputEmpty: '-o needs a folder, but it is empty.',
    outputDash:
      '-o needs a folder for files. Without -o, text goes to standard output. For a folder named "-", write -o ./-',
  },
  tooManyArguments: 'There are too many arguments.',
  argumentMissing: [['name'], ' is missing.'],
  commandMissing: 'COMMAND is missing: sotto run -- COMMAND',
  seeHelp: ['See sotto ', ['command'], ' --help.'],
  titleNotUtf8: 'The title is not UTF-8. Set the terminal to UTF-8.',
  titleTooLong: ['The title is too long: at most ', ['most'], ' characters.'],
  titleEmpty: 'The title is empty. Say what you need: sotto ask "The staging database"',
}) as ProgramWords;

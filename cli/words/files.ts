// Written by `npm run words` from words/en/terminal-files.json.
import type { Message } from '#client/words/message.ts';
import { terminalTable } from '#cli/language/words.ts';

export interface FilesWords {
  readonly whole: {
    readonly nameEmpty: Message<{
      readonly what: 'password' | 'token' | 'instructions' | 'people' | 'endpoint' | 'code' | 'other';
    }>;
    readonly unreadable: Message<{
      readonly what: 'password' | 'token' | 'instructions' | 'people' | 'endpoint' | 'code' | 'other';
      readonly file: string;
      readonly why: string;
    }>;
    readonly notText: Message<{
      readonly what: 'password' | 'token' | 'instructions' | 'people' | 'endpoint' | 'code' | 'other';
      readonly why: string;
    }>;
    readonly carriageReturn: Message<{ readonly what: 'password' | 'other'; readonly file: string }>;
    readonly firstLineEmpty: Message<{ readonly what: 'password' | 'other'; readonly file: string }>;
    readonly useDevStdin: string;
  };
  readonly encoding: {
    readonly utf32: Message<{ readonly file: string }>;
    readonly twoMarks: Message<{ readonly file: string }>;
    readonly nul: Message<{ readonly file: string }>;
    readonly halfCharacter: Message<{ readonly file: string; readonly encoding: string }>;
    readonly wrongByte: Message<{ readonly file: string; readonly byte: string; readonly offset: string }>;
  };
  readonly why: {
    readonly missing: string;
    readonly gone: string;
    readonly noFileNow: string;
    readonly permission: string;
    readonly loop: string;
    readonly pathTooLong: string;
    readonly diskFailed: string;
    readonly nothingNow: string;
    readonly noRoom: string;
    readonly folder: string;
    readonly notAFile: string;
    readonly unknown: Message<{ readonly code: string }>;
    readonly tooLong: string;
    readonly socket: string;
    readonly device: string;
    readonly somethingElse: string;
    readonly nameNotUtf8: string;
    readonly brokenLink: string;
    readonly noFiles: string;
    readonly backslash: string;
    readonly controlCharacter: string;
    readonly grew: string;
    readonly shorter: string;
    readonly modified: string;
    readonly sizeChanged: string;
  };
  readonly send: {
    readonly pipe: Message<{ readonly path: string }>;
    readonly leftOutOther: Message<{ readonly path: string }>;
    readonly leftOut: Message<{ readonly path: string; readonly why: string }>;
    readonly cannot: Message<{ readonly path: string; readonly why: string }>;
    readonly countLeftOut: Message<{ readonly count: number }>;
    readonly countRefused: Message<{ readonly count: number }>;
    readonly refused: Message<{ readonly path: string; readonly why: string }>;
    readonly missing: Message<{ readonly path: string }>;
    readonly nameEmpty: string;
    readonly fileInPath: string;
    readonly notPassedOn: string;
    readonly checkNames: string;
    readonly fixOrChoose: string;
    readonly fixOrSkipOne: string;
    readonly fixOrSkip: string;
    readonly tooLarge: Message<{ readonly path: string; readonly most: string }>;
    readonly tooMany: Message<{ readonly most: string }>;
    readonly renamed: Message<{ readonly path: string; readonly name: string }>;
  };
  readonly save: {
    readonly impossible: Message<{ readonly path: string; readonly why: string }>;
    readonly makeRoom: string;
    readonly elsewhere: string;
    readonly permission: string;
    readonly readOnly: string;
    readonly diskFull: string;
    readonly quota: string;
    readonly notFolder: string;
    readonly noFiles: string;
    readonly loop: string;
    readonly pathTooLong: string;
    readonly tooLarge: string;
    readonly refused: Message<{ readonly code: string }>;
    readonly tooManyOfName: Message<{ readonly path: string }>;
    readonly othersCanWrite: Message<{ readonly path: string }>;
  };
  readonly replace: {
    readonly unreadable: Message<{ readonly file: string }>;
    readonly unwritable: Message<{ readonly file: string }>;
    readonly symbolicLink: Message<{ readonly file: string }>;
    readonly notFile: Message<{ readonly file: string }>;
    readonly hardLinks: Message<{ readonly file: string }>;
    readonly othersFile: Message<{ readonly file: string }>;
    readonly tooLarge: Message<{ readonly file: string }>;
    readonly notUtf8: Message<{ readonly file: string }>;
    readonly nothingOpened: string;
    readonly changed: Message<{ readonly file: string }>;
  };
}

export const files = terminalTable('terminal-files', {
  whole: {
    nameEmpty: [
      [
        'what',
        {
          password: ['The password cannot be read because the file name is empty. Perhaps a variable is not set.'],
          token: ['The token cannot be read because the file name is empty. Perhaps a variable is not set.'],
          instructions: [
            'The instructions cannot be read because the file name is empty. Perhaps a variable is not set.',
          ],
          people: ['The addresses cannot be read because the file name is empty. Perhaps a variable is not set.'],
          endpoint: ['The endpoint cannot be read because the file name is empty. Perhaps a variable is not set.'],
          code: ['The code cannot be read because the file name is empty. Perhaps a variable is not set.'],
          other: ['The field cannot be read because the file name is empty. Perhaps a variable is not set.'],
        },
      ],
    ],
    unreadable: [
      [
        'what',
        {
          password: ['The password cannot be read from ', ['file'], ': ', ['why'], '.'],
          token: ['The token cannot be read from ', ['file'], ': ', ['why'], '.'],
          instructions: ['The instructions cannot be read from ', ['file'], ': ', ['why'], '.'],
          people: ['The addresses cannot be read from ', ['file'], ': ', ['why'], '.'],
          endpoint: ['The endpoint cannot be read from ', ['file'], ': ', ['why'], '.'],
          code: ['The code cannot be read from ', ['file'], ': ', ['why'], '.'],
          other: ['The field cannot be read from ', ['file'], ': ', ['why'], '.'],
        },
      ],
    ],
    notText: [
      [
        'what',
        {
          password: ['The password cannot be read: ', ['why']],
          token: ['The token cannot be read: ', ['why']],
          instructions: ['The instructions cannot be read: ', ['why']],
          people: ['The addresses cannot be read: ', ['why']],
          endpoint: ['The endpoint cannot be read: ', ['why']],
          code: ['The code cannot be read: ', ['why']],
          other: ['The field cannot be read: ', ['why']],
        },
      ],
    ],
    carriageReturn: [
      [
        'what',
        {
          password: ['The password cannot be read: ', ['file'], ' has a carriage return in its first line.'],
          other: ['The token cannot be read: ', ['file'], ' has a carriage return in its first line.'],
        },
      ],
    ],
    firstLineEmpty: [
      [
        'what',
        {
          password: ['The password is missing: the first line of ', ['file'], ' is empty.'],
          other: ['The token is missing: the first line of ', ['file'], ' is empty.'],
        },
      ],
    ],
    useDevStdin: 'To use standard input, write /dev/stdin.',
  },
  encoding: {
    utf32: [['file'], ' is UTF-32. Save it as UTF-8.'],
    twoMarks: [['file'], ' begins with two byte order marks. Save it as UTF-8.'],
    nul: [['file'], ' contains NUL characters, so it may be UTF-16 without a byte order mark. Save it as UTF-8.'],
    halfCharacter: [['file'], ' is ', ['encoding'], ' with half a character in it. Save it as UTF-8.'],
    wrongByte: [['file'], ' is not UTF-8: byte ', ['byte'], ' at offset ', ['offset'], '. Save it as UTF-8.'],
  },
  why: {
    missing: 'it does not exist',
    gone: 'it no longer exists',
    noFileNow: 'it is no longer a file',
    permission: 'you do not have permission to read it',
    loop: 'its links form a loop',
    pathTooLong: 'its path is too long for this system',
    diskFailed: 'the disk failed to read it',
    nothingNow: 'it has nothing to read right now',
    noRoom: 'there is no room for it in the folder for temporary files',
    folder: 'it is a folder',
    notAFile: 'it cannot be opened as a file',
    unknown: ['it cannot be read (', ['code'], ')'],
    tooLong: 'it is too long, perhaps endless',
    socket: 'it is a socket, neither a file nor a folder',
    device: 'it is a device, neither a file nor a folder',
    somethingElse: 'it is something else, neither a file nor a folder',
    nameNotUtf8: 'its name is not UTF-8',
    brokenLink: 'it is a broken link',
    noFiles: 'it contains no files',
    backslash: 'its name contains a backslash',
    controlCharacter: 'its name contains a control character',
    grew: 'it grew',
    shorter: 'it became shorter',
    modified: 'it was modified',
    sizeChanged: 'its size changed',
  },
  send: {
    pipe: ['Reading the pipe ', ['path'], ' to its end.'],
    leftOutOther: ['Left out: ', ['path'], ' is neither a regular file nor a folder.'],
    leftOut: ['Left out: ', ['path'], ': ', ['why'], '.'],
    cannot: ['Cannot be sent: ', ['path'], ': ', ['why'], '.'],
    countLeftOut: [
      [
        'count',
        {
          one: ['One was left out because it cannot be sent.'],
          other: [['count'], ' were left out because they cannot be sent.'],
        },
        1,
      ],
    ],
    countRefused: [
      [
        'count',
        {
          one: [['count'], ' of these cannot be sent. Nothing was sent.'],
          other: [['count'], ' of these cannot be sent. Nothing was sent.'],
        },
        1,
      ],
    ],
    refused: [['path'], ' cannot be sent: ', ['why'], '. Nothing was sent.'],
    missing: ['The file or folder ', ['path'], ' does not exist.'],
    nameEmpty: 'The name is empty. Perhaps a variable in the command is not set.',
    fileInPath: 'Something in this path is a file, not a folder.',
    notPassedOn: 'Some launchers, such as npx, do not pass it on. Use a pipe and "-".',
    checkNames: 'Check the names that do not exist. Missing files are never skipped.',
    fixOrChoose: 'Fix that, or choose another file.',
    fixOrSkipOne: 'Fix that, or leave it out with --skip-unreadable.',
    fixOrSkip: 'Fix that, or leave them out with --skip-unreadable.',
    tooLarge: [['path'], ' is too large, or endless: this server allows at most ', ['most'], ' in files.'],
    tooMany: [
      'There are more than ',
      ['most'],
      ' files, which is the most that fit in one share. Pack them into one archive with tar or zip, and send that.',
    ],
    renamed: [['path'], ' is sent as ', ['name'], ' because another file has its name.'],
  },
  save: {
    impossible: ['Nothing can be saved in ', ['path'], ': ', ['why'], '.'],
    makeRoom: 'Free some space, then run the command again.',
    elsewhere: 'Choose another folder with -o.',
    permission: 'you do not have permission to write there',
    readOnly: 'its disk is read-only',
    diskFull: 'its disk is full',
    quota: 'your disk quota is used up',
    notFolder: 'it is not a folder',
    noFiles: 'files cannot be created there',
    loop: 'its links form a loop',
    pathTooLong: 'its path is too long',
    tooLarge: 'its disk does not allow files of this size',
    refused: ['the system refused it (', ['code'], ')'],
    tooManyOfName: ['There are too many files named ', ['path'], '. Choose another folder with -o.'],
    othersCanWrite: [
      'Others can write to ',
      ['path'],
      ', and could redirect files while they are saved. Choose a folder with -o that only you can write to.',
    ],
  },
  replace: {
    unreadable: [['file'], ' cannot be read.'],
    unwritable: [['file'], ' cannot be written: its folder does not exist, or you cannot write to it.'],
    symbolicLink: [['file'], ' is a symbolic link. Name the file that it leads to.'],
    notFile: [['file'], ' is not a file.'],
    hardLinks: [['file'], ' has several names (hard links), and only one of them would change.'],
    othersFile: [['file'], ' belongs to another user.'],
    tooLarge: [['file'], ' is larger than 1 MiB.'],
    notUtf8: [['file'], ' is not UTF-8.'],
    nothingOpened: 'Nothing was opened.',
    changed: [['file'], ' was changed by another program in the meantime. Nothing was written.'],
  },
}) as FilesWords;

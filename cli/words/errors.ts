// Written by `npm run words` from words/en/terminal-errors.json.
import type { Message } from '#client/words/message.ts';
import { terminalTable } from '#cli/language/words.ts';

export interface ErrorsWords {
  readonly refusal: {
    readonly newer: string;
    readonly tokenRequired: string;
    readonly tokenRefused: string;
    readonly wrongPassword: string;
    readonly tooEarly: string;
    readonly codeRequired: string;
    readonly wrongCode: string;
    readonly notFound: string;
    readonly conflict: string;
    readonly uploadIncomplete: string;
    readonly notAccepting: string;
    readonly leaseOver: string;
    readonly ended: string;
    readonly tooLarge: string;
    readonly terms: string;
    readonly rateLimited: string;
    readonly rateLimitedUntil: Message<{ readonly when: string }>;
    readonly quota: string;
    readonly quotaOfMails: string;
    readonly internal: string;
    readonly unavailable: string;
    readonly unavailableUntil: Message<{ readonly when: string }>;
    readonly storage: string;
    readonly storageUntil: Message<{ readonly when: string }>;
    readonly noRoom: string;
    readonly noRoomUntil: Message<{ readonly when: string }>;
    readonly passRequired: string;
    readonly signInRefused: string;
    readonly notAMember: string;
    readonly providerDown: string;
    readonly notACreator: string;
  };
  readonly network: {
    readonly unreachable: string;
    readonly notSotto: string;
    readonly untrusted: string;
    readonly certificateExpired: string;
    readonly certificateName: string;
    readonly redirected: Message<{ readonly origin: string }>;
    readonly signIn: string;
    readonly signInWithStatus: Message<{ readonly status: string }>;
    readonly signInElsewhere: Message<{ readonly status: string; readonly origin: string }>;
  };
  readonly sealing: {
    readonly textNotUtf8: string;
    readonly textTooLong: Message<{ readonly most: string }>;
    readonly howTextCounts: string;
    readonly sendAsFileOrSplit: string;
    readonly sendAsFile: string;
    readonly textTakes: Message<{ readonly bytes: string; readonly most: string }>;
    readonly namesTake: Message<{ readonly files: string; readonly bytes: string; readonly most: string }>;
    readonly inputTooLong: Message<{ readonly most: string }>;
    readonly inputNotUtf8: string;
    readonly passwordEmpty: string;
    readonly passwordTooLong: Message<{ readonly most: string }>;
    readonly fileName: string;
    readonly noCryptography: string;
    readonly selfCheck: string;
    readonly tampered: string;
    readonly newer: string;
    readonly filesTooShort: string;
    readonly sourceChanged: string;
  };
  readonly machine: {
    readonly permission: string;
    readonly missing: string;
    readonly diskFull: string;
    readonly outputTooLarge: string;
    readonly readOnly: string;
    readonly quota: string;
    readonly unexpected: Message<{ readonly code: string }>;
  };
}

export const errors = terminalTable('terminal-errors', {
  refusal: {
    newer: 'The server does not understand this program. Use the same version of Sotto on both sides.',
    tokenRequired:
      'This server requires a token for creating. Save it in a file, and pass the file with --token-file or SOTTO_TOKEN_FILE.',
    tokenRefused:
      'The server does not accept this token. It was mistyped, has expired or was revoked. Ask the operator for another token.',
    wrongPassword: 'The password is wrong.',
    tooEarly: 'It cannot be opened yet. Try again later.',
    codeRequired: 'It opens only with a code from an email. Give your address with --email.',
    wrongCode: 'The code is wrong, or no longer valid.',
    notFound: 'Nothing was found for this link. It has expired, was deleted, or never existed. Ask for another link.',
    conflict: 'The server already has something else at this address. Send it again.',
    uploadIncomplete: 'The server gave up on this upload. Send it again.',
    notAccepting: 'This request accepts no more answers: it is full, closed or has ended.',
    leaseOver: 'This took too long, so the server ended the opening. Ask for another link.',
    ended: 'It is no longer available: already opened, expired or deleted. Ask for another link.',
    tooLarge: 'That is more than this server, or a proxy in front of it, accepts. Send less at once.',
    terms: 'The server does not allow these options. Choose others.',
    rateLimited: 'Too many requests. Try again in a minute.',
    rateLimitedUntil: ['Too many requests. Try again ', ['when'], '.'],
    quota: 'You have reached your storage limit for today. Try again tomorrow, or send less.',
    quotaOfMails:
      'You have reached your limit for today: of storage, or of mails to these people. Try again tomorrow, name fewer people, or send less.',
    internal: 'Something went wrong on the server. Try again. If it keeps happening, tell the operator.',
    unavailable: 'The server is not ready right now. Try again in a minute.',
    unavailableUntil: ['The server is not ready right now. Try again ', ['when'], '.'],
    storage: 'The server’s disk is full. Try again later.',
    storageUntil: ['The server’s disk is full right now. Try again ', ['when'], '.'],
    noRoom: 'The server has no room for this. Try again later, or send less.',
    noRoomUntil: ['The server has no room for this right now. Try again ', ['when'], ', or send less.'],
    passRequired: 'Only members can do this here, after they have signed in. Run: sotto login',
    signInRefused: 'The sign-in was refused. Sign in again: sotto login',
    notAMember:
      'You are signed in, but this is not for you. Ask the sender, or sign in with another account: sotto login',
    providerDown: 'The sign-in service cannot be reached now. Try again in a few minutes.',
    notACreator: 'You are signed in, but this server does not let you create this. Ask its operator.',
  },
  network: {
    unreachable: 'The server cannot be reached. Check the address and your network, then try again.',
    notSotto:
      'This is not a Sotto server, or something in front of it (a sign-in, a proxy) replied instead. Check the address. For a sign-in, put the headers that it needs in a file, and set SOTTO_HEADERS_FILE to its path. If the address is right and there is no sign-in, use the same version of Sotto on both sides.',
    untrusted:
      'This machine does not trust the certificate of the server. If it is your own, pass its certificate authority: NODE_EXTRA_CA_CERTS=FILE',
    certificateExpired: 'The certificate of the server has expired. Tell the operator.',
    certificateName: 'The certificate of the server is for a different name. Check the address.',
    redirected: ['This address redirects to ', ['origin'], '. Use that address instead.'],
    signIn:
      'A sign-in in front of this service replied instead. Put the headers that it needs in a file, and set SOTTO_HEADERS_FILE to its path.',
    signInWithStatus: [
      'A sign-in in front of this service replied instead (',
      ['status'],
      '). Put the headers that it needs in a file, and set SOTTO_HEADERS_FILE to its path.',
    ],
    signInElsewhere: [
      'A sign-in in front of this service replied instead (',
      ['status'],
      ', to ',
      ['origin'],
      '). Put the headers that it needs in a file, and set SOTTO_HEADERS_FILE to its path.',
    ],
  },
  sealing: {
    textNotUtf8: 'The text cannot be sealed because it is not UTF-8. Send it as a file.',
    textTooLong: ['The text is too long. Sealed, ', ['most'], ' bytes fit, including all names.'],
    howTextCounts: 'A line break, a quote or a backslash counts as two bytes, any other control character as six.',
    sendAsFileOrSplit: 'Send it as a file, or split it.',
    sendAsFile: 'Send it as a file.',
    textTakes: ['The text is too long: sealed, it takes ', ['bytes'], ' bytes, but only ', ['most'], ' fit.'],
    namesTake: [
      'The names and sizes of ',
      ['files'],
      ' files take ',
      ['bytes'],
      ' bytes, but only ',
      ['most'],
      ' fit in one share. Pack the files into one archive with tar or zip, and send that.',
    ],
    inputTooLong: ['The text is too long: fewer than ', ['most'], ' bytes fit. Send it as a file.'],
    inputNotUtf8: 'The input is not UTF-8 text. Send it as a file.',
    passwordEmpty: 'An empty password protects nothing.',
    passwordTooLong: ['The password is too long: at most ', ['most'], ' bytes.'],
    fileName: 'A file name cannot be sent: it has a control character or a backslash, or two files share a name.',
    noCryptography: 'This machine lacks the cryptography that Sotto needs. Nothing was used up.',
    selfCheck: 'This machine computes incorrectly and must not be trusted with a secret. Nothing was used up.',
    tampered:
      'The server sent something other than what was sealed with this link. It was rejected. Tell the sender through another channel.',
    newer:
      'A newer version of Sotto made this, and this version cannot open it. Nothing was used up. Update this program.',
    filesTooShort: 'The files ended early.',
    sourceChanged: 'A file changed or could not be read during the upload. The server kept nothing. Send it again.',
  },
  machine: {
    permission: 'Permission denied. Check the permissions of the file or folder.',
    missing: 'The file or folder does not exist.',
    diskFull: 'The disk is full. Free some space, then run the command again.',
    outputTooLarge: 'The output is too large for its disk. Write it elsewhere, then run the command again.',
    readOnly: 'The disk is read-only. Choose another folder with -o.',
    quota: 'Your disk quota is used up. Free some space, then run the command again.',
    unexpected: ['Something failed unexpectedly (', ['code'], '). Please report this.'],
  },
}) as ErrorsWords;

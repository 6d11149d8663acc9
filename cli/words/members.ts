// Written by `npm run words` from words/en/terminal-members.json.
import type { Message } from '#client/words/message.ts';
import { terminalTable } from '#cli/language/words.ts';

export interface MembersWords {
  readonly noSignIn: string;
  readonly login: {
    readonly open: Message<{ readonly address: string; readonly name: string }>;
    readonly paste: string;
    readonly hint: string;
    readonly notSession: string;
    readonly refused: Message<{ readonly address: string }>;
    readonly done: Message<{ readonly name: string; readonly who: string; readonly time: string }>;
    readonly notCreator: string;
    readonly notKept: Message<{ readonly file: string }>;
    readonly noFolder: string;
  };
  readonly logout: {
    readonly none: Message<{ readonly server: string }>;
    readonly done: Message<{ readonly server: string }>;
    readonly notConfirmed: string;
    readonly notConfirmedFile: string;
    readonly fileStays: Message<{ readonly file: string }>;
    readonly notDeleted: Message<{ readonly file: string }>;
  };
  readonly signInFirst: Message<{ readonly server: string }>;
  readonly signInOver: Message<{ readonly server: string }>;
  readonly memberOrToken: Message<{ readonly server: string }>;
  readonly sessionFile: string;
  readonly headerTaken: Message<{ readonly name: string }>;
  readonly onlyMembers: string;
  readonly onlyGroups: Message<{ readonly groups: string }>;
  readonly answersMembers: string;
  readonly answersGroups: Message<{ readonly groups: string }>;
  readonly byDefault: string;
  readonly from: Message<{ readonly address: string }>;
  readonly senderSees: Message<{ readonly who: string }>;
  readonly notInGroups: Message<{ readonly who: string; readonly groups: string }>;
  readonly showsSender: Message<{ readonly address: string }>;
  readonly noAddress: string;
  readonly together: Message<{ readonly option: string; readonly other: string }>;
  readonly facts: { readonly from: string; readonly openers: string };
  readonly forMembers: string;
  readonly forGroups: Message<{ readonly groups: string }>;
  readonly fromSaid: Message<{ readonly address: string }>;
  readonly opener: Message<{ readonly who: string; readonly time: string }>;
  readonly openerAccount: Message<{ readonly name: string }>;
  readonly unknownOpener: string;
}

export const members = terminalTable('terminal-members', {
  noSignIn: 'This server has no sign-in, and no command needs one here.',
  login: {
    open: [
      'Open ',
      ['address'],
      ' in a browser and sign in to ',
      ['name'],
      '. The page then makes a text for the terminal.',
    ],
    paste: 'Paste that text (sotto_s_…):',
    hint: 'Pass the text of the page on standard input: sotto login < FILE',
    notSession: 'This is not the text of the sign-in page. It begins with sotto_s_ and is 51 characters long.',
    refused: ['The server does not know this text, or it has expired. Make another one: ', ['address']],
    done: ['You are signed in to ', ['name'], ' as ', ['who'], ', until ', ['time'], '.'],
    notCreator: 'You can open what is for members, but you cannot create anything here.',
    notKept: ['You are not signed in, because this file cannot be written: ', ['file']],
    noFolder: 'You are not signed in, because there is no folder for it. Set HOME or XDG_CONFIG_HOME.',
  },
  logout: {
    none: ['You are not signed in to ', ['server'], '.'],
    done: ['You are signed out of ', ['server'], '.'],
    notConfirmed:
      'You are signed out on this machine, but the server did not confirm it. There, the sign-in lasts until it expires, at most 12 hours after it began.',
    notConfirmedFile: 'The server did not confirm the end of this sign-in. Try again later.',
    fileStays: ['The sign-in in SOTTO_SESSION_FILE has ended. The file is still there: ', ['file']],
    notDeleted: ['This file cannot be deleted. Delete it yourself: ', ['file']],
  },
  signInFirst: ['Only members can do this, after they have signed in. Run: sotto login --server ', ['server']],
  signInOver: ['Your sign-in has ended. Run: sotto login --server ', ['server']],
  memberOrToken: [
    'Only members and people with a token can create something here. Run: sotto login --server ',
    ['server'],
    '. Or pass a token with --token-file.',
  ],
  sessionFile:
    'The first line of the file that SOTTO_SESSION_FILE names must be the text of the sign-in page, which begins with sotto_s_.',
  headerTaken: [
    'The headers file sets ',
    ['name'],
    ', which signing in as a member needs for itself. Have the sign-in in front of the service accept another header instead.',
  ],
  onlyMembers: 'Only members can open it, after they have signed in.',
  onlyGroups: ['Only members of these groups can open it, after they have signed in: ', ['groups'], '.'],
  answersMembers: 'Only members can read and answer it, after they have signed in.',
  answersGroups: ['Only members of these groups can read and answer it, after they have signed in: ', ['groups'], '.'],
  byDefault: 'This is the default of this server.',
  from: ['This service says: from ', ['address'], '.'],
  senderSees: ['The sender sees that ', ['who'], ' opened it.'],
  notInGroups: [
    'You are signed in as ',
    ['who'],
    ', but this is only for members of these groups: ',
    ['groups'],
    '. Ask the sender, or sign in with another account.',
  ],
  showsSender: ['People with the link are told that it is from ', ['address'], '.'],
  noAddress:
    'Your organisation’s sign-in has not verified an email address of yours. Leave out --show-sender and --notify-mail.',
  together: [['option'], ' and ', ['other'], ' cannot be used together.'],
  facts: { from: 'From:', openers: 'Opened by:' },
  forMembers: 'members',
  forGroups: ['members of these groups: ', ['groups']],
  fromSaid: [['address'], ' (as this service says)'],
  opener: [['who'], ', ', ['time']],
  openerAccount: [['name'], ' (name of the account, not a verified address)'],
  unknownOpener: '(not readable)',
}) as MembersWords;

// Written by `npm run words` from words/en/terminal-help.json.
import type { Message } from '#client/words/message.ts';
import { terminalTable } from '#cli/language/words.ts';

export interface HelpWords {
  readonly usage: Message<{ readonly synopsis: string }>;
  readonly main: string;
  readonly commands: string;
  readonly operatorCommands: string;
  readonly otherCommands: string;
  readonly options: string;
  readonly examples: string;
  readonly exitCodes: string;
  readonly summary: Message<{ readonly summary: string }>;
  readonly helpOption: string;
  readonly helpOptionOfMain: string;
  readonly versionOption: string;
  readonly languageOption: string;
  readonly connections: string;
  readonly asksForTheLink: string;
  readonly asksForTheLinkHidden: string;
  readonly operator: {
    readonly serve: string;
    readonly config: string;
    readonly health: string;
    readonly admin: string;
    readonly completion: string;
    readonly man: string;
  };
  readonly exits: {
    readonly done: string;
    readonly failed: string;
    readonly misused: string;
    readonly over: string;
    readonly password: string;
    readonly unreachable: string;
    readonly refused: string;
    readonly tampered: string;
    readonly early: string;
    readonly interrupted: string;
  };
  readonly shared: {
    readonly insecure: string;
    readonly copy: string;
    readonly qr: string;
    readonly server: string;
    readonly tokenFile: string;
    readonly passwordFile: string;
    readonly email: string;
    readonly codeFile: string;
    readonly yes: string;
    readonly only: string;
    readonly skipUnreadable: string;
    readonly stateAsJson: string;
    readonly personAsJson: string;
    readonly linkIsSecret: string;
    readonly dashedFile: string;
  };
}

export const help = terminalTable('terminal-help', {
  usage: ['Usage: ', ['synopsis']],
  main: 'Hand someone a secret: end-to-end encrypted, opened once, then gone.',
  commands: 'Commands',
  operatorCommands: 'Commands for operators',
  otherCommands: 'Other commands',
  options: 'Options',
  examples: 'Examples',
  exitCodes: 'Exit codes',
  summary: [['summary'], '.'],
  helpOption: 'Print this text.',
  helpOptionOfMain: 'Print this text; after a command, how to use it.',
  versionOption: 'Print the version.',
  languageOption: 'Speak the language TAG, such as de. Default: the language of LC_ALL, LC_MESSAGES or LANG.',
  connections:
    'HTTPS_PROXY, HTTP_PROXY and NO_PROXY are respected. If the service is behind a sign-in, set SOTTO_HEADERS_FILE to a file with the origin of the service on its first line and a header on each line after it.',
  asksForTheLink: 'asks for the link',
  asksForTheLinkHidden: 'asks for the link, without echo',
  operator: {
    serve: 'Run the service',
    config: 'Print the settings in effect, or the errors in them',
    health: 'Check that a service responds',
    admin: 'Manage tokens, reports, backups and more',
    completion: 'Print the completion of commands and options for a shell',
    man: 'Show the manual page',
  },
  exits: {
    done: 'Done.',
    failed: 'Something failed on this machine: a file, a full disk, a closed output.',
    misused: 'Used incorrectly: an option, an incomplete link, a question that nobody is there to answer.',
    over: 'Not available: already opened, expired, deleted, closed or full, or it never existed.',
    password: 'The password or code is wrong, or the secret is locked after too many wrong passwords.',
    unreachable: 'The server cannot be reached, is too busy, or is not a Sotto server. Trying again later may help.',
    refused: 'The server refuses because of its policy: options, a token, a sign-in, a quota, storage space.',
    tampered: 'The received data is not what was sealed. None of that data was output.',
    early: 'Not yet: it cannot be opened before a certain time. Nothing was used up.',
    interrupted: 'Interrupted (Ctrl+C). For another signal n, the code is 128 + n.',
  },
  shared: {
    insecure: 'Allow plain http to another machine.',
    copy: 'Also put the link on the clipboard.',
    qr: 'Also draw the link as a QR code, on standard error.',
    server: 'Use the service at URL. Default: SOTTO_SERVER.',
    tokenFile:
      'Read the token from the first line of FILE, if the service requires one. Default: SOTTO_TOKEN_FILE, then SOTTO_TOKEN.',
    passwordFile: 'Read the password from the first line of FILE instead of asking for it.',
    email:
      'Have a code mailed to your address ADDRESS, if the sender named people who can open it. Nothing is opened before the code is given.',
    codeFile:
      'Read the code from the first line of FILE instead of asking for it. If none is on its way yet, --email has one mailed, and sotto waits if FILE is a pipe.',
    yes: 'Skip the question before a view is used up. Pipes never ask.',
    only: 'Take only these variables of the text. Can be given more than once.',
    skipUnreadable:
      'Leave out files that cannot be read or sent, and name each one. Without this option, one such file stops the command.',
    stateAsJson: 'Print the state as one line of JSON.',
    personAsJson: 'Print the person as one line of JSON.',
    linkIsSecret:
      'LINK is itself a secret. Leave it out and you are asked for it without echo, or it is read from standard input if that is not a terminal. "-" always reads standard input, up to the line that completes the link.',
    dashedFile: 'A file whose name begins with "-" is written ./-name.',
  },
}) as HelpWords;

// Written by `npm run words` from words/en/terminal-usage.json.
import type { Message } from '#client/words/message.ts';
import { terminalTable } from '#cli/language/words.ts';

export interface UsageWords {
  readonly send: {
    readonly summary: string;
    readonly about: string;
    readonly once: string;
    readonly views: Message<{ readonly most: string }>;
    readonly expires: string;
    readonly to: string;
    readonly toFile: string;
    readonly notBefore: string;
    readonly each: string;
    readonly notifyFile: string;
    readonly reference: string;
    readonly password: string;
    readonly passwordFile: string;
    readonly title: string;
    readonly json: string;
    readonly asksForTheText: string;
    readonly members: string;
    readonly group: string;
    readonly anyone: string;
    readonly showSender: string;
    readonly notifyMail: string;
  };
  readonly open: {
    readonly summary: string;
    readonly about: string;
    readonly output: string;
    readonly into: string;
    readonly yes: string;
    readonly json: string;
    readonly again: string;
  };
  readonly run: {
    readonly summary: string;
    readonly about: string;
    readonly link: string;
    readonly mask: string;
    readonly noMask: string;
    readonly trust: string;
    readonly masking: string;
    readonly grammar: string;
    readonly done: string;
    readonly cannotRun: string;
    readonly missing: string;
  };
  readonly status: { readonly summary: string; readonly about: string };
  readonly delete: { readonly summary: string; readonly about: string; readonly yes: string };
  readonly ask: {
    readonly summary: string;
    readonly about: string;
    readonly instructions: string;
    readonly instructionsFile: string;
    readonly field: string;
    readonly answers: Message<{ readonly most: string }>;
    readonly expires: string;
    readonly stays: string;
    readonly keep: string;
    readonly json: string;
    readonly members: string;
    readonly group: string;
    readonly anyone: string;
    readonly notifyMail: string;
  };
  readonly answer: {
    readonly summary: string;
    readonly about: string;
    readonly link: string;
    readonly field: string;
    readonly partial: string;
    readonly json: string;
    readonly asksForEach: string;
  };
  readonly inbox: {
    readonly summary: string;
    readonly about: string;
    readonly wait: string;
    readonly all: string;
    readonly list: string;
    readonly output: string;
    readonly json: string;
  };
  readonly revoke: { readonly about: string; readonly summary: string };
  readonly reset: { readonly summary: string; readonly about: string };
  readonly shorten: { readonly summary: string; readonly about: string; readonly expires: string };
  readonly login: { readonly summary: string; readonly about: string; readonly asks: string };
  readonly logout: { readonly summary: string; readonly about: string };
}

export const usage = terminalTable('terminal-usage', {
  send: {
    summary: 'Encrypt files, folders or text, and print a link',
    about:
      'Encrypts files, folders or text on this machine and prints a link that opens them. Without FILES, or for "-", text is read from standard input, byte for byte.',
    once: 'Allow one opening. This is the default.',
    views: ['Allow N openings, from 1 to ', ['most'], ', or "unlimited".'],
    expires: 'Set how long the secret can be opened: 30m, 2h, 7d. Default: chosen by the server.',
    to: 'Let only these people open it, each with a code that the service mails to them: a@example.org,b@example.org. --views counts for each person.',
    toFile: 'Read the addresses from FILE, one on each line or separated by commas.',
    notBefore: 'Do not let it be opened before TIME: 2h, 3d, or 2026-12-24T18:00.',
    each: 'Make a separate secret with its own link for each name, and print the names with the links. The names stay on this machine.',
    notifyFile:
      'Have the service send signed notices to the https address on the first line of FILE. The second line can hold the secret of your endpoint.',
    reference: 'Put TEXT into the notices instead of the id. The server and your endpoint can read it.',
    password: 'Ask for a password, twice, without echo.',
    passwordFile: 'Read the password from the first line of FILE.',
    title: 'Add a title. It is encrypted: only you and the recipient can read it.',
    json: 'Print the link, the manage link and the terms as one line of JSON.',
    asksForTheText: 'asks for the text',
    members: 'Let only members open it, after they have signed in. You see who opened it.',
    group: 'Let only members of the group NAME open it. Can be given more than once.',
    anyone: 'Let anyone with the link open it, even if the default of the server is something else.',
    showSender: 'Show your verified address to people with the link. The server knows it and states it.',
    notifyMail: 'Have the service mail you about openings, to your verified address.',
  },
  open: {
    summary: 'Open a link: print its text, save its files',
    about:
      'Opens a secret: prints its text to standard output, byte for byte, and saves its files. Only after all of it is written to disk does the server learn that it has arrived.',
    output:
      'Folder for files. Default: the current folder. Never overwrites. Without this option, files whose names begin with a dot are listed first, and saved only if you say yes.',
    into: 'Merge the NAME=value lines of the text into FILE, such as .env. Shows which names are added, changed or kept, and asks before it writes. Values are never shown.',
    yes: 'Skip the question before a view is used up, which pipes never ask, and the question of --into.',
    json: 'Print all of it as one line of JSON.',
    again:
      'If opening is interrupted, run the command again on this machine within ten minutes: the secret opens again without using another view.',
  },
  run: {
    summary: 'Run a command with a secret in its environment',
    about:
      'Opens a secret of NAME=value lines, as in a .env file, and runs COMMAND with them in its environment. The values are written to no disk and appear in no argument. COMMAND gets this terminal and the signals, and sotto exits with its exit code. The names that are set are first printed on standard error.',
    link: 'LINK is itself a secret. Leave it out and you are asked for it without echo, or it is read from standard input if that is not a terminal. "-" always reads standard input, up to the line that completes the link. COMMAND can read what follows.',
    mask: 'Replace the values with *** in the output of COMMAND. This is the default in CI (CI is set) for an output that is a pipe.',
    noMask: 'Never replace anything.',
    trust:
      'If you do not trust the sender, use --only: nothing but the variables that you name is set. Without it, sotto refuses variables that tell known programs what to load (PATH, LD_PRELOAD, NODE_OPTIONS and many more), but no such list is complete.',
    masking:
      'Masking helps against accidents. It covers values of at least 8 characters, also in base64 and URL-encoded; a command that wants to show a value can.',
    grammar: 'If a line can be read in two ways, it is refused and nothing is run. docs/terminal.md has the grammar.',
    done: 'COMMAND succeeded. Otherwise sotto exits with its code.',
    cannotRun: 'COMMAND cannot be run. Nothing was opened.',
    missing: 'COMMAND does not exist. Nothing was opened.',
  },
  status: {
    summary: 'Show the state of a secret or a request',
    about:
      'Shows the state of a secret or a request. Works with any of its links, changes nothing and uses no view. A manage link shows more: when the secret was opened, by which of the named people or members, and its title while the secret exists.',
  },
  delete: {
    summary: 'Delete a secret or a request, with its manage link',
    about:
      'Deletes a secret, or a request with all its answers, immediately, even while someone is opening it. Content that was already read cannot be taken back. LINK is the manage link.',
    yes: 'Skip the question. Pipes never ask.',
  },
  ask: {
    summary: 'Ask someone for a secret, and print a link to answer with',
    about:
      'Asks someone for a secret: prints a link with which they answer. Only the manage link, printed on standard error, can read their answers. TITLE says what you need.',
    instructions: 'Explain what you need in more detail.',
    instructionsFile: 'Read the instructions from FILE.',
    field: 'Add a field to the form. KIND is line, text or file. Can be given more than once.',
    answers: ['Accept N answers, from 1 to ', ['most'], '. Default: 1.'],
    expires: 'Set how long answers are accepted: 30m, 2h, 7d. Default: 7d, or the closest that the server allows.',
    stays: 'Set how long each answer can be read. Default: 7d, or the closest that the server allows.',
    keep: 'Keep an answer until it is read, or until it expires. Default: expiry.',
    json: 'Print both links and the terms as one line of JSON.',
    members: 'Let only members read and answer it, after they have signed in.',
    group: 'Let only members of the group NAME read and answer it. Can be given more than once.',
    anyone: 'Let anyone with the link answer it, even if the default of the server is something else.',
    notifyMail: 'Have the service mail you about answers, to your verified address.',
  },
  answer: {
    summary: 'Answer a request for a secret',
    about:
      'Answers a request: shows what is wanted, then asks for each field. Only the person who made the request can read the answer. Prints a manage link, which shows whether it was read.',
    link: 'LINK is itself a secret. Leave it out and you are asked for it without echo, or it is read from standard input if that is not a terminal. "-" always reads standard input, up to the line that completes the link. The input after it is the text of the answer. FILES are sent along with the fields.',
    field:
      'Fill in a field from a file (NAME=@FILE) or from standard input (NAME=-). A field of kind file gets the file itself. Can be given more than once.',
    partial: 'Send the answer even if fields are missing.',
    json: 'Print the manage link and the expiry as one line of JSON.',
    asksForEach: 'asks for the link, then each field',
  },
  inbox: {
    summary: 'Read the answers to your request',
    about:
      'Reads the answers that you have not read yet. Text goes to standard output, files to DIR/answer-N. The people who answered can see that you read them. LINK is the manage link of the request.',
    wait: 'Wait until an answer arrives, or until none can arrive any more.',
    all: 'Also read answers that were read before.',
    list: 'List the answers without reading them.',
    output: 'Folder for files. Default: the current folder. Never overwrites.',
    json: 'Print one line of JSON for each answer; with --list, one line for all.',
  },
  revoke: {
    about:
      'Stops one of the people named with send --to from opening the secret. This is final. Content that was already read cannot be taken back. LINK is the manage link; PERSON is an address, or a number from sotto status.',
    summary: 'Stop a named person from opening a secret',
  },
  reset: {
    summary: 'Let a named person have new codes',
    about:
      'Lets one of the people named with send --to have new codes, after too many mails or wrong codes. Their earlier codes stop working. LINK is the manage link; PERSON is an address, or a number from sotto status.',
  },
  shorten: {
    summary: 'Bring the expiry of a secret forward',
    about: 'Brings the expiry of a secret forward. It cannot be put back. LINK is the manage link.',
    expires: 'The new expiry: 30m, 2h or 7d from now, or 2026-12-24T18:00.',
  },
  login: {
    summary: 'Sign in to a service as a member',
    about:
      'Signs this terminal in to a service whose members sign in with their organisation. Its sign-in page makes a text that begins with sotto_s_: paste it, or pass it on standard input. It is kept in a file that only you can read, and is sent to this service alone.',
    asks: 'asks for the text, without echo',
  },
  logout: {
    summary: 'Sign out of a service',
    about:
      'Ends the sign-in of this terminal on the service, and deletes its file. The file is deleted even if the service cannot be reached.',
  },
}) as UsageWords;

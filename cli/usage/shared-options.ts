import type { ArgumentUsage } from './command-usage.ts';

export const insecure = { type: 'boolean', help: 'Allow plain http to another machine.' } as const;

export const copyOption = { type: 'boolean', help: 'Also put the link on the clipboard.' } as const;

/** For commands that create something on a service. */
export const serviceOptions = {
  server: { type: 'string', value: 'URL', help: 'Use the service at URL. Default: SOTTO_SERVER.' },
  'token-file': {
    type: 'string',
    value: 'FILE',
    help: 'Read the token from the first line of FILE, if the service requires one. Default: SOTTO_TOKEN_FILE, then SOTTO_TOKEN.',
  },
  insecure,
} as const;

/** For commands that open a secret. */
export const openingOptions = {
  'password-file': {
    type: 'string',
    value: 'FILE',
    help: 'Read the password from the first line of FILE instead of asking for it.',
  },
  yes: { type: 'boolean', short: 'y', help: 'Skip the question before a view is used up. Pipes never ask.' },
} as const;

export const only = {
  type: 'string',
  multiple: true,
  value: 'NAME,NAME',
  help: 'Take only these variables of the text. Can be given more than once.',
} as const;

export const skipUnreadable = {
  type: 'boolean',
  help: 'Leave out files that cannot be read or sent, and name each one. Without this option, one such file stops the command.',
} as const;

export const linkArgument = { name: 'LINK', optional: true } as const satisfies ArgumentUsage;
export const filesArgument = { name: 'FILES', optional: true, repeatable: true } as const satisfies ArgumentUsage;

export const LINK_IS_A_SECRET =
  'LINK is itself a secret. Leave it out and you are asked for it without echo, or it is read from standard input if that is not a terminal. "-" always reads standard input, up to the line that completes the link.';
export const DASHED_FILE = 'A file whose name begins with "-" is written ./-name.';

import type { ArgumentUsage } from './command-usage.ts';
import { help as words } from '#cli/words/help.ts';

const insecure = { type: 'boolean', help: () => words.shared.insecure } as const;

/** For every command for people who send and receive. */
export const generalOptions = {
  insecure,
  lang: { type: 'string', value: 'TAG', help: () => words.languageOption },
} as const;

export const copyOption = { type: 'boolean', help: () => words.shared.copy } as const;

/** For commands that create something on a service. */
export const serviceOptions = {
  server: { type: 'string', value: 'URL', help: () => words.shared.server },
  'token-file': {
    type: 'string',
    value: 'FILE',
    help: () => words.shared.tokenFile,
  },
  ...generalOptions,
} as const;

/** For commands that open a secret. */
export const openingOptions = {
  'password-file': {
    type: 'string',
    value: 'FILE',
    help: () => words.shared.passwordFile,
  },
  email: { type: 'string', value: 'ADDRESS', help: () => words.shared.email },
  'code-file': { type: 'string', value: 'FILE', help: () => words.shared.codeFile },
  yes: { type: 'boolean', short: 'y', help: () => words.shared.yes },
} as const;

export const only = {
  type: 'string',
  multiple: true,
  value: 'NAME,NAME',
  help: () => words.shared.only,
} as const;

export const skipUnreadable = {
  type: 'boolean',
  help: () => words.shared.skipUnreadable,
} as const;

export const linkArgument = { name: 'LINK', optional: true } as const satisfies ArgumentUsage;
export const filesArgument = { name: 'FILES', optional: true, repeatable: true } as const satisfies ArgumentUsage;

export const linkIsSecret = () => words.shared.linkIsSecret;
export const dashedFile = () => words.shared.dashedFile;

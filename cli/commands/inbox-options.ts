import type { Call } from './client-command.ts';

export const options = {
  wait: { type: 'boolean' },
  all: { type: 'boolean' },
  list: { type: 'boolean' },
  output: { type: 'string', short: 'o' },
  json: { type: 'boolean' },
  insecure: { type: 'boolean' },
} as const;

export type InboxCall = Call<typeof options>;

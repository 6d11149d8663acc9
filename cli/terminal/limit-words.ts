import { maxPayloadBytes } from '#client/policy.ts';
import type { Limit, Policy } from '#client/policy.ts';
import { shortDuration } from './duration.ts';
import { sizeInWords } from './wording.ts';

export interface LimitContext {
  /** What the server says of itself; absent: not known here. */
  readonly policy?: Policy;
  /** By which a time was chosen. */
  readonly timeOption?: '--expires' | '--stays';
}

type InWords = (policy: Policy | undefined, option: string) => string;

/** What may not be chosen here, by the name that the limit has in the server's configuration. */
const limits: Record<Limit, InWords> = {
  minTtlSeconds: (policy, option) =>
    `${policy ? `At least ${shortDuration(policy.minTtlSeconds)} here` : 'That is too short for this server'}. Choose a longer ${option}.`,
  maxTtlSeconds: (policy, option) =>
    `${policy ? `At most ${shortDuration(policy.maxTtlSeconds)} here` : 'That is longer than this server keeps anything'}. Choose a shorter ${option}.`,
  offeredTtlSeconds: (policy, option) =>
    `This server offers ${policy ? listed(policy.offeredTtlSeconds.map(shortDuration)) : 'certain times only'}. Choose one with ${option}.`,
  maxViews: (policy) =>
    `${policy ? `At most ${policy.maxViews} openings here` : 'That is more openings than this server allows'}. Choose fewer --views.`,
  unlimitedViews: () => 'This server does not allow any number of openings. Give --views a number.',
  requirePassword: () => 'This server takes nothing without a password. Add --password or --password-file.',
  maxSealedBytes: (policy) => {
    if (policy?.maxFilesBytes === 0)
      return 'That is more text than this server takes, and it takes no files. Split it.';
    const most = policy ? `: at most ${sizeInWords(maxPayloadBytes(policy))}` : '';
    return `That is more text than this server takes${most}. Send it as a file.`;
  },
  maxFilesBytes: (policy) => {
    if (policy?.maxFilesBytes === 0) return 'This server takes no files. Send it as text.';
    const most = policy
      ? `At most ${sizeInWords(policy.maxFilesBytes)} in files here`
      : 'That is more in files than this server takes';
    return `${most}. Send less at once.`;
  },
  requests: () => 'This server does not let people ask for secrets.',
};

export const isLimit = (name: unknown): name is Limit => typeof name === 'string' && Object.hasOwn(limits, name);

export function limitInWords(limit: Limit, { policy, timeOption = '--expires' }: LimitContext): string {
  return limits[limit](policy, timeOption);
}

function listed(words: readonly string[]): string {
  return words.length === 1 ? `${words.join('')} only` : new Intl.ListFormat('en-GB').format(words);
}

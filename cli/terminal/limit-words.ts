import { maxPayloadBytes } from '#client/policy.ts';
import type { Limit, Policy } from '#client/policy.ts';
import { shortDuration } from './duration.ts';
import { sizeInWords } from './wording.ts';

export interface LimitContext {
  /** Absent if the server's configuration is unknown. */
  readonly policy?: Policy;
  /** The option that sets the time in question. */
  readonly timeOption?: '--expires' | '--stays';
}

type InWords = (policy: Policy | undefined, option: string) => string;

/** The message for each limit in the server's configuration. */
const limits: Record<Limit, InWords> = {
  minTtlSeconds: (policy, option) =>
    `This server ${policy ? `requires at least ${shortDuration(policy.minTtlSeconds)}` : 'does not allow such a short time'}. Choose a longer ${option}.`,
  maxTtlSeconds: (policy, option) =>
    `This server ${policy ? `allows at most ${shortDuration(policy.maxTtlSeconds)}` : 'does not allow such a long time'}. Choose a shorter ${option}.`,
  offeredTtlSeconds: (policy, option) =>
    `This server offers ${policy ? listed(policy.offeredTtlSeconds.map(shortDuration)) : 'only certain times'}. Choose one with ${option}.`,
  maxViews: (policy) =>
    `This server allows ${policy ? `at most ${policy.maxViews}` : 'fewer'} openings. Choose fewer --views.`,
  unlimitedViews: () => 'This server does not allow unlimited openings. Pass a number to --views.',
  requirePassword: () => 'This server requires a password. Add --password or --password-file.',
  maxSealedBytes: (policy) => {
    if (policy?.maxFilesBytes === 0)
      return 'The text is longer than this server allows, and it accepts no files. Split the text.';
    const most = policy ? `: at most ${sizeInWords(maxPayloadBytes(policy))}` : '';
    return `The text is longer than this server allows${most}. Send it as a file.`;
  },
  maxFilesBytes: (policy) => {
    if (policy?.maxFilesBytes === 0) return 'This server accepts no files. Send text instead.';
    const most = policy
      ? `This server accepts at most ${sizeInWords(policy.maxFilesBytes)} in files`
      : 'The files are larger than this server allows';
    return `${most}. Send less at once.`;
  },
  requests: () => 'Requests for secrets are turned off on this server.',
};

export const isLimit = (name: unknown): name is Limit => typeof name === 'string' && Object.hasOwn(limits, name);

export function limitInWords(limit: Limit, { policy, timeOption = '--expires' }: LimitContext): string {
  return limits[limit](policy, timeOption);
}

function listed(words: readonly string[]): string {
  return words.length === 1 ? `${words.join('')} only` : new Intl.ListFormat('en-GB').format(words);
}

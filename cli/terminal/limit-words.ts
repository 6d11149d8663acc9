import { maxPayloadBytes } from '#client/policy.ts';
import type { Limit, Openers, Policy } from '#client/policy.ts';
import { shortDuration } from './duration.ts';
import { printableLine } from './printable.ts';
import { listed, listedWithAnd, numberInWords, sizeInWords } from './wording.ts';
import { inWords } from '#cli/language/words.ts';
import { limits as words } from '#cli/words/limits.ts';
import { members as memberWords } from '#cli/words/members.ts';

export interface LimitContext {
  /** Absent if the server's configuration is unknown. */
  readonly policy?: Policy;
  /** The option that sets the time in question. */
  readonly timeOption?: '--expires' | '--stays';
}

type LimitWords = (policy: Policy | undefined, option: string) => string;

/** The message for each limit in the server's configuration. Times are written as an option takes them. */
const limits: Record<Limit, LimitWords> = {
  minTtlSeconds: (policy, option) =>
    policy
      ? inWords(words.minTtl, { time: shortDuration(policy.minTtlSeconds), option })
      : inWords(words.minTtlUnknown, { option }),
  maxTtlSeconds: (policy, option) =>
    policy
      ? inWords(words.maxTtl, { time: shortDuration(policy.maxTtlSeconds), option })
      : inWords(words.maxTtlUnknown, { option }),
  offeredTtlSeconds: (policy, option) => offered(policy?.offeredTtlSeconds.map(shortDuration), option),
  maxViews: (policy) => (policy ? inWords(words.views, { most: numberInWords(policy.maxViews) }) : words.viewsUnknown),
  unlimitedViews: () => words.unlimitedViews,
  requirePassword: () => words.password,
  maxSealedBytes: (policy) => {
    if (policy?.maxFilesBytes === 0) return words.textWithoutFiles;
    return policy ? inWords(words.text, { most: sizeInWords(maxPayloadBytes(policy)) }) : words.textUnknown;
  },
  maxFilesBytes: (policy) => {
    if (policy?.maxFilesBytes === 0) return words.noFiles;
    return policy ? inWords(words.files, { most: sizeInWords(policy.maxFilesBytes) }) : words.filesUnknown;
  },
  requests: () => words.requests,
  people: () => words.people,
  peopleDomains: () => words.peopleDomains,
  webhooks: () => words.webhooks,
  who: (policy) =>
    policy?.who === undefined
      ? words.whoUnknown
      : inWords(words.who, { choices: listed(policy.who.map((openers) => openerWords[openers]())) }),
  members: () => words.members,
  groups: (policy) => {
    const groups = policy?.signIn?.groups;
    return groups === undefined ? words.noGroups : inWords(words.groups, { groups: listed(groups.map(printableLine)) });
  },
  notifyMail: () => words.notifyMail,
  address: () => memberWords.noAddress,
};

const openerWords: Readonly<Record<Openers, () => string>> = {
  anyone: () => words.whoAnyone,
  named: () => words.whoNamed,
  members: () => words.whoMembers,
};

export const isLimit = (name: unknown): name is Limit => typeof name === 'string' && Object.hasOwn(limits, name);

export function limitInWords(limit: Limit, { policy, timeOption = '--expires' }: LimitContext): string {
  return limits[limit](policy, timeOption);
}

function offered(times: readonly string[] | undefined, option: string): string {
  if (times === undefined) return inWords(words.offeredTtlUnknown, { option });
  const [time = '', ...others] = times;
  return others.length === 0
    ? inWords(words.oneTtl, { time, option })
    : inWords(words.offeredTtl, { times: listedWithAnd(times), option });
}

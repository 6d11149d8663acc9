import { MAX_PEOPLE } from '#crypto/limits.ts';
import { redacting } from '#client/secret.ts';
import type { NotifyInput } from '#client/share-input.ts';
import { isWebhookSecret, webhookSecretOf } from '#client/webhook-secret.ts';
import { ttlSeconds } from '#web/parts/terms/within.ts';
import type { ComposeDraft, Conditions, DraftNotices } from '#web/pages/compose/compose-draft.ts';
import type { Circumstances } from '#web/pages/compose/compose-error.ts';
import type { ConditionsInput } from '#web/pages/compose/deliver-share.ts';
import type { SealedConditions } from '#web/pages/compose/state.ts';
import { readNoticeUrl } from './read-notice-url.ts';
import type { UrlFault } from './read-notice-url.ts';
import { readPeople, repeatedNames } from './read-addresses.ts';

/** The part before the first hyphen names the field that shows the error. */
export type ConditionsFault =
  | 'people-none'
  | 'people-marked'
  | 'people-many'
  | 'names-none'
  | 'names-marked'
  | 'names-many'
  | 'opens-none'
  | 'opens-past'
  | 'opens-late'
  | `url-${UrlFault}`
  | 'secret-malformed'
  | 'secret-needed'
  | 'reference-long';

export type ConditionsField = 'people' | 'names' | 'opens' | 'url' | 'secret' | 'reference';

/** More links than this are work for the terminal, and each is a share of its own. */
export const MAX_NAMES = 20;
export { MAX_PEOPLE };
export const MAX_REFERENCE_LENGTH = 64;

/** Checks a draft before anything is sent. @returns the first fault, in the order of the fields */
export function conditionsFault(draft: ComposeDraft, circumstances: Circumstances): ConditionsFault | undefined {
  const { conditions } = draft;
  if (conditions === undefined) return undefined;
  return audienceFault(conditions, circumstances) ?? opensFault(draft, circumstances.now) ?? noticesFault(conditions);
}

function audienceFault(
  { audience, addresses, names }: Conditions,
  { policy }: Circumstances,
): ConditionsFault | undefined {
  if (audience === 'named') {
    if (addresses.length === 0) return 'people-none';
    if (readPeople(addresses, policy?.peopleDomains).some(({ fault }) => fault !== undefined)) return 'people-marked';
    return addresses.length > MAX_PEOPLE ? 'people-many' : undefined;
  }
  if (audience === 'anyone' || audience === 'members') return undefined;
  if (names.length === 0) return 'names-none';
  if (repeatedNames(names).includes(true)) return 'names-marked';
  return names.length > MAX_NAMES ? 'names-many' : undefined;
}

function opensFault({ conditions, within }: ComposeDraft, now: number): ConditionsFault | undefined {
  const opens = conditions?.opens;
  if (opens === undefined) return undefined;
  if (opens.at === undefined) return 'opens-none';
  if (opens.at <= now) return 'opens-past';
  return opens.at >= now + (ttlSeconds(within, now) ?? Infinity) ? 'opens-late' : undefined;
}

function noticesFault({ audience, notices }: Conditions): ConditionsFault | undefined {
  if (notices === undefined) return undefined;
  const url = readNoticeUrl(notices.url);
  if (typeof url === 'object') return `url-${url.fault}`;
  return (
    secretFault(notices, audience) ??
    (referenceOf(notices).length > MAX_REFERENCE_LENGTH ? 'reference-long' : undefined)
  );
}

function secretFault({ secret }: DraftNotices, audience: Conditions['audience']): ConditionsFault | undefined {
  // Otherwise every link would have another secret, and the endpoint could not tell which one to use.
  if (secret === '') return audience === 'each' ? 'secret-needed' : undefined;
  return isWebhookSecret(secret) ? undefined : 'secret-malformed';
}

const referenceOf = ({ reference }: DraftNotices) => reference.trim();

/** What the conditions of a draft without faults mean for each of its shares. @param locale of mail to the sender */
export function conditionsInput(conditions: Conditions, locale: string): ConditionsInput {
  const { audience, addresses, groups, opens, notices, showSender, mail } = conditions;
  return {
    ...(audience === 'named' && { people: readPeople(addresses).flatMap(({ address }) => address ?? []) }),
    ...(audience === 'members' && { members: groups.length > 0 ? { groups } : {} }),
    ...(opens?.at !== undefined && { notBefore: opens.at }),
    ...(notices && { notify: notifyOf(notices) }),
    ...(showSender && { showSender }),
    ...(mail && { notifyMail: { locale } }),
  };
}

function notifyOf(notices: DraftNotices): NotifyInput {
  const url = readNoticeUrl(notices.url);
  if (typeof url === 'object') throw new Error('Notices need an address that was checked.');
  const reference = referenceOf(notices);
  return { url, ...(notices.secret !== '' && { secret: notices.secret }), ...(reference !== '' && { reference }) };
}

/** What the page shows of them once the share is sealed. @param ownerKey absent for several shares, which need no secret */
export function sealedConditions(
  { people, members, showSender, notBefore, notify }: ConditionsInput,
  ownerKey?: Uint8Array<ArrayBuffer>,
): SealedConditions {
  const derives = notify !== undefined && notify.secret === undefined && ownerKey !== undefined;
  const secret = derives ? { secret: webhookSecretOf(ownerKey) } : {};
  return {
    ...(people && { people }),
    ...(members && { members }),
    ...(showSender && { showSender }),
    ...(notBefore !== undefined && { notBefore }),
    ...(notify && { notify: redacting({ url: notify.url, ...secret }, ['secret']) }),
  };
}

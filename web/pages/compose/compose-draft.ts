import { defaultAttemptLimit } from '#client/policy.ts';
import type { Policy } from '#client/policy.ts';
import { isWellFormed } from '#crypto/well-formed.ts';
import type { OnLimit } from '#server/shares/wire.ts';
import type { ChosenFile } from '#web/parts/files/chosen-file.ts';
import { withinTo } from '#web/parts/terms/within.ts';
import type { Within } from '#web/parts/terms/within.ts';

export { MAX_TITLE_LENGTH, MAX_VIEWS } from '#crypto/limits.ts';

/** The contents of the sheet and the terms in the sentence below it. */
export interface ComposeDraft {
  readonly text: string;
  readonly files: readonly ChosenFile[];
  readonly title: string;
  /** 0: unlimited; undefined while its field contains no allowed number. */
  readonly maxViews: number | undefined;
  readonly within: Within;
  readonly password: DraftPassword;
  /** Passwords of the kinds that are not selected, restored when the person selects one again. */
  readonly passwordsAside?: Partial<PasswordByKind> | undefined;
  /** Absent: `defaultAttemptLimit` applies. */
  readonly attemptLimit?: number | undefined;
  readonly onLimit: OnLimit;
  /** Absent until the person asks for them: the secret is for anyone with the link, from now on. */
  readonly conditions?: Conditions | undefined;
  /** Send a request with the share, so that the recipient can reply. */
  readonly allowReply: boolean;
}

/**
 * `named`: only people whose addresses are named. `members`: only those of the organisation. `each`: several people, with a
 * link and a share for each.
 */
export type Audience = 'anyone' | 'named' | 'members' | 'each';

/** Whom a secret is for, from when it opens, and who hears of it. */
export interface Conditions {
  readonly audience: Audience;
  /** As they were typed, so that they can be corrected. Kept while another audience is selected, like `names`. */
  readonly addresses: readonly string[];
  /** They never leave this browser. */
  readonly names: readonly string[];
  /** The groups of members who can open it; empty: every member. */
  readonly groups: readonly string[];
  /** People with the link are told the sender’s address. */
  readonly showSender: boolean;
  /** Mail to the sender about openings. */
  readonly mail: boolean;
  /** Undefined: it opens from now on. */
  readonly opens:
    { /** Unix seconds; undefined while it is being chosen. */ readonly at: number | undefined } | undefined;
  readonly notices: DraftNotices | undefined;
}

/** As typed: '' where nothing is. */
export interface DraftNotices {
  readonly url: string;
  readonly secret: string;
  readonly reference: string;
}

export const emptyNotices: DraftNotices = { url: '', secret: '', reference: '' };

export const emptyConditions: Conditions = {
  audience: 'anyone',
  addresses: [],
  names: [],
  groups: [],
  showSender: false,
  mail: false,
  opens: undefined,
  notices: undefined,
};

/** Empty conditions for the audience that the service prefers. */
export const conditionsFor = (policy: Pick<Policy, 'who'> | undefined): Conditions => ({
  ...emptyConditions,
  audience: policy?.who?.[0] ?? 'anyone',
});

/** Whether what is chosen needs a member, even where everyone may create. */
export function needsMember({ conditions }: ComposeDraft, policy: Policy | undefined): boolean {
  if (conditions === undefined) return false;
  const { audience, notices, showSender, mail } = conditions;
  const isNamed = audience === 'named' && policy?.people === 'members';
  return showSender || mail || isNamed || (notices !== undefined && policy?.webhooks === 'members');
}

export type DraftPassword =
  | { readonly kind: 'none' }
  | { readonly kind: 'typed'; readonly value: string }
  | { readonly kind: 'generated'; readonly recipe: PasswordRecipe; readonly value: string };

type PasswordByKind = { readonly [K in DraftPassword['kind']]: Extract<DraftPassword, { kind: K }> };

const emptyPasswords: PasswordByKind = {
  none: { kind: 'none' },
  typed: { kind: 'typed', value: '' },
  generated: { kind: 'generated', recipe: 'words-4', value: '' },
};

export const passwordRecipes = ['words-4', 'words-5', 'words-6', 'characters'] as const;
export type PasswordRecipe = (typeof passwordRecipes)[number];

const DEFAULT_SPAN_SECONDS = 86_400;

export function emptyComposeDraft(): ComposeDraft {
  return {
    text: '',
    files: [],
    title: '',
    maxViews: 1,
    within: { kind: 'span', seconds: DEFAULT_SPAN_SECONDS },
    password: { kind: 'none' },
    onLimit: 'lock',
    allowReply: false,
  };
}

/** The number of people who can open one share, as far as is known: 1 for an unknown number. */
export function peopleOf({ conditions }: Pick<ComposeDraft, 'conditions'>): number {
  return conditions?.audience === 'named' ? Math.max(1, conditions.addresses.length) : 1;
}

/** The number of wrong passwords, of all people together, after which the share locks or is destroyed. */
export function attemptLimitOf(draft: Pick<ComposeDraft, 'attemptLimit' | 'maxViews' | 'conditions'>): number {
  const { attemptLimit, maxViews = 1 } = draft;
  return attemptLimit ?? defaultAttemptLimit(maxViews * peopleOf(draft));
}

/** One of several people must not be able to destroy it for the others. */
export const canDestroy = (draft: Pick<ComposeDraft, 'conditions'>): boolean => peopleOf(draft) === 1;

export const onLimitOf = (draft: ComposeDraft): OnLimit => (canDestroy(draft) ? draft.onLimit : 'lock');

export function passwordOf({ password }: ComposeDraft): string | undefined {
  return password.kind === 'none' ? undefined : password.value;
}

/** Otherwise it has no UTF-8 form, and can be neither sealed nor made a file. */
export const isTextWellFormed = ({ text }: ComposeDraft): boolean => isWellFormed(text);

/** Whether leaving would lose text, files, a title, a typed password, addresses or names. */
export function isWritten({ text, files, title, password, passwordsAside, conditions }: ComposeDraft): boolean {
  const typed = password.kind === 'typed' ? password : passwordsAside?.typed;
  if (text !== '' || files.length > 0 || title !== '' || (typed !== undefined && typed.value !== '')) return true;
  return conditions !== undefined && conditions.addresses.length + conditions.names.length > 0;
}

/** Selects another kind of password, and sets the present one aside. */
export function withPasswordKind(draft: ComposeDraft, kind: DraftPassword['kind']): Partial<ComposeDraft> {
  const passwordsAside = { ...draft.passwordsAside, [draft.password.kind]: draft.password };
  return { password: passwordsAside[kind] ?? emptyPasswords[kind], passwordsAside };
}

/** Whether the person chose these terms; until then they follow the policy's defaults. */
export interface ChosenTerms {
  readonly within: boolean;
}

/** @returns the changes that bring a draft within the policy; text, files, title and typed passwords never change */
export function fitComposeDraft(policy: Policy, draft: ComposeDraft, chosen: ChosenTerms): Partial<ComposeDraft> {
  const { maxViews, password, allowReply, conditions } = draft;
  const isOpenToAll = policy.who === undefined || policy.who.includes('anyone');
  const wanted = chosen.within && draft.within.kind === 'span' ? draft.within.seconds : policy.defaultTtlSeconds;
  const within = withinTo(policy, draft.within, wanted);
  return {
    ...(within !== draft.within && { within }),
    ...(!mayOpen(policy, maxViews) && { maxViews: 1 }),
    ...(password.kind === 'none' && policy.requirePassword && withPasswordKind(draft, 'generated')),
    ...(allowReply && !mayAllowReply(policy, conditions) && { allowReply: false }),
    // Nobody has chosen these people yet, and the service lets nobody choose “anyone”.
    ...(!isOpenToAll &&
      (conditions?.audience ?? 'anyone') === 'anyone' && {
        conditions: { ...conditions, ...conditionsFor(policy) },
      }),
  };
}

/** A reply is an answer to a request, which needs an audience that the service allows. */
export function mayAllowReply({ requests, who }: Policy, conditions: Conditions | undefined): boolean {
  return requests && (who === undefined || who.includes('anyone') || conditions?.audience === 'members');
}

/** Up to this many openings, the list offers every number. */
export const FEW_VIEWS = 5;

/** An incomplete number stays, provided that numbers can be typed at all. */
function mayOpen(policy: Policy, maxViews: number | undefined): boolean {
  if (maxViews === undefined) return policy.maxViews > FEW_VIEWS;
  return maxViews === 0 ? policy.unlimitedViews : maxViews <= policy.maxViews;
}

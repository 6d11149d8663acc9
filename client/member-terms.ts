import type { ServerConfig } from '#server/http/config-wire.ts';
import type { CreateHead } from '#server/shares/wire.ts';
import type { PassPurpose } from '#server/session/wire.ts';
import { ApiError } from './errors.ts';
import type { Limit, Policy } from './policy.ts';
import type { ShareInput } from './share-input.ts';

/**
 * Gets a pass of the member who has signed in: for one purpose, one share or request, and five minutes. Called right
 * before each use. `SessionApi.pass` gets one from the service.
 * @throws ApiError `pass-required` if nobody has signed in
 */
export type Passes = (purpose: PassPurpose, id: string, signal?: AbortSignal) => Promise<string>;

/** Who may open a share, or answer a request. Without groups, every member of the organisation. */
export interface MembersInput {
  readonly groups?: readonly string[] | undefined;
}

/** Whether a member with these groups is one of those. */
export const isOneOf = (own: readonly string[], { groups = [] }: MembersInput): boolean =>
  groups.length === 0 || own.some((group) => groups.includes(group));

/** What only a member can add to a share or a request. */
export interface MemberInput {
  readonly members?: MembersInput | undefined;
  /** People with the link are told the verified address of the member who creates. */
  readonly showSender?: boolean | undefined;
  /** Mail about openings or answers to that address, in this language. */
  readonly notifyMail?: { readonly locale: string } | undefined;
  /** If somebody has signed in. */
  readonly passes?: Passes | undefined;
}

/** @returns the limit of the service that a share or a request exceeds */
export function memberRefusal(
  { members, showSender = false, notifyMail }: MemberInput,
  policy: Pick<Policy, 'signIn' | 'notifyMail'>,
): Limit | undefined {
  if ((members !== undefined || showSender) && policy.signIn === undefined) return 'members';
  const { groups: offered = [] } = policy.signIn ?? {};
  if (members?.groups?.some((group) => !offered.includes(group))) return 'groups';
  return notifyMail !== undefined && policy.notifyMail !== true ? 'notifyMail' : undefined;
}

/** The members for the server, apart from the gate. */
export const memberHead = ({ showSender, notifyMail }: MemberInput): Pick<CreateHead, 'showSender' | 'notifyMail'> => ({
  ...(showSender && { showSender }),
  ...(notifyMail && { notifyMail }),
});

/** The gate, as the payload and the server have it: they refuse a group that is named twice. */
export const membersGate = ({ groups = [] }: MembersInput): { groups?: string[] } =>
  groups.length > 0 ? { groups: [...new Set(groups)] } : {};

type Creating = Pick<ShareInput, 'people' | 'notify' | 'showSender' | 'notifyMail' | 'passes'>;

/**
 * Why a create needs a pass: for its terms, which are checked when it is created; or else for the permission to create,
 * which an upload has checked already when it began.
 * @throws ApiError `pass-required` if a pass is needed and there is no way to get one
 */
export function passUse(
  { people, notify, showSender = false, notifyMail, passes }: Creating,
  { create, people: naming, webhooks }: Pick<ServerConfig, 'create' | 'people' | 'webhooks'>,
): 'terms' | 'permission' | undefined {
  const isForTerms =
    showSender ||
    notifyMail !== undefined ||
    (people !== undefined && naming === 'members') ||
    (notify !== undefined && webhooks === 'members');
  const isForPermission = create === 'member' || (create === 'member-or-token' && passes !== undefined);
  if ((isForTerms || isForPermission) && passes === undefined) {
    throw new ApiError({ code: 'pass-required', status: 401 });
  }
  if (isForTerms) return 'terms';
  return isForPermission ? 'permission' : undefined;
}

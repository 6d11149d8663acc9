import { toBase64url } from '#crypto/bytes.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { PASS_SECONDS, writePass } from '#server/gates/pass.ts';
import type { PassContent } from '#server/gates/pass.ts';
import { findCurrent } from './current-session.ts';
import type { CurrentSession, Presented } from './current-session.ts';
import { requireSignIn } from './require-sign-in.ts';
import type { PassPurpose } from './wire.ts';

export interface PassInput {
  readonly for: PassPurpose;
  /** The id of the share or request, base58. */
  readonly id: string;
}

/** @throws AppError `pass-required` if nobody has signed in */
export async function issuePass(
  deps: Deps,
  presented: Presented,
  input: PassInput,
): Promise<{ pass: string; expiresAt: number }> {
  const { signIn, serverKey } = requireSignIn(deps);
  const current = await findCurrent(deps, presented);
  if (current === undefined) throw new AppError('pass-required');
  const content = contentOf(current, input, signIn.groups);
  return { pass: writePass(serverKey, current.hash, JSON.stringify(content)), expiresAt: content.exp };
}

/**
 * Only those who make something need to be creators, and can be shown or get mail. A pass for opening has the address,
 * too: the receipt says whether its name is a verified one.
 */
function contentOf({ hash, member, now, expiresAt }: CurrentSession, input: PassInput, offered: readonly string[]) {
  const { address, groups, isCreator, who } = member;
  const makes = input.for === 'create' || input.for === 'request';
  return {
    ...((makes || input.for === 'open') && address !== undefined && { address }),
    ...(makes && isCreator && { creator: true as const }),
    exp: Math.min(now + PASS_SECONDS, expiresAt),
    for: input.for,
    // The operator may have taken a group out since.
    groups: groups.filter((group) => offered.includes(group)),
    id: input.id,
    s: toBase64url(hash),
    who,
  } satisfies PassContent;
}

import { NetworkError } from '#client/errors.ts';
import type { Passes } from '#client/member-terms.ts';
import type { Policy } from '#client/policy.ts';

/** @returns undefined if nobody has signed in. @throws NetworkError if the lazy module does not load */
export const heldPasses = async (policy: Policy | undefined): Promise<Passes | undefined> =>
  policy?.signIn && sessionPasses();

/** For what is known to be for members. Otherwise as `heldPasses`. */
export async function sessionPasses(): Promise<Passes | undefined> {
  const { session } = await import('./session.ts').catch((error: unknown) => {
    throw new NetworkError('unreachable', error);
  });
  if (session.state().at !== 'signed-in') await session.look();
  return session.state().at === 'signed-in' ? session.pass : undefined;
}

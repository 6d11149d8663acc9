import { NetworkError } from '#client/errors.ts';
import type { Policy } from '#client/policy.ts';
import type { MemberSession } from './create-session.ts';

/** @returns undefined if nobody has signed in. @throws NetworkError if the lazy module does not load */
export async function heldPasses(policy: Policy | undefined): Promise<MemberSession['pass'] | undefined> {
  if (policy?.signIn === undefined) return undefined;
  const { session } = await import('./session.ts').catch((error: unknown) => {
    throw new NetworkError('unreachable', error);
  });
  if (session.state().at !== 'signed-in') await session.look();
  return session.state().at === 'signed-in' ? session.pass : undefined;
}

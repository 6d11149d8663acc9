import { serviceFailureOf } from '#client/errors.ts';
import type { Shared } from '#client/share.ts';
import type { ComposeEffects, ShareRemoval } from './state.ts';

/** Deletes a share on the server and in My shares. */
export async function removeShare(
  effects: Pick<ComposeEffects, 'remove' | 'unlist'>,
  shared: Shared,
  show: (removal: ShareRemoval) => void,
): Promise<void> {
  show({ at: 'removing' });
  try {
    const { endedAt } = await effects.remove(shared);
    await effects.unlist(shared);
    show({ at: 'removed', endedAt });
  } catch (error) {
    show({ at: 'failed', failure: serviceFailureOf(error) ?? { kind: 'strange' } });
  }
}

import { createEffect, createMemo, untrack } from 'solid-js';
import type { Policy } from '#client/policy.ts';
import type { TokenHolder } from '#web/parts/token/create-token-holder.ts';

interface Following {
  readonly policy: () => Policy | undefined;
  /** While something is being written, and what the server said to it. */
  readonly writing: () => { readonly error?: { readonly kind: string } | undefined } | undefined;
  readonly fit: (policy: Policy) => void;
  readonly reload: () => void;
  readonly token: Pick<TokenHolder, 'need'>;
}

/** A draft is brought within what may be chosen here whenever that is known, also late. To be called by a component. */
export function followPolicy({ policy, writing, fit, reload, token }: Following): void {
  createEffect(() => {
    const known = policy();
    if (known?.create === 'token') untrack(token.need);
    if (known !== undefined && writing() !== undefined) untrack(() => fit(known));
  });
  const refused = createMemo(() => ['limit', 'terms-refused', 'token-required'].includes(writing()?.error?.kind ?? ''));
  createEffect(() => {
    if (refused()) untrack(reload);
  });
}

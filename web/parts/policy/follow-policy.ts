import { createEffect, createMemo, untrack } from 'solid-js';
import type { Policy } from '#client/policy.ts';
import type { TokenHolder } from '#web/parts/token/create-token-holder.ts';

interface Following {
  readonly policy: () => Policy | undefined;
  /** The page's state while the person writes, with the last error. Undefined otherwise. */
  readonly writing: () => { readonly error?: { readonly kind: string } | undefined } | undefined;
  readonly fit: (policy: Policy) => void;
  readonly reload: () => void;
  readonly token: Pick<TokenHolder, 'need'>;
}

/** Adapts the draft whenever the policy loads or changes. Call it in a component. */
export function followPolicy({ policy, writing, fit, reload, token }: Following): void {
  createEffect(() => {
    const known = policy();
    if (known?.create === 'token') untrack(token.need);
    if (known !== undefined && writing() !== undefined) untrack(() => fit(known));
  });
  const refused = createMemo(() =>
    ['limit', 'terms-refused', 'token-required', 'pass-required'].includes(writing()?.error?.kind ?? ''),
  );
  createEffect(() => {
    if (refused()) untrack(reload);
  });
}

import type { ReceiveEffects } from './state.ts';

type Stores = Pick<ReceiveEffects, 'id' | 'memory' | 'browserStorage'>;

/** The names in the browser's storage under which gates/ask-memory.ts keeps requests for codes. */
export const ASK_PREFIX = 'sotto ask ';

/** The claim of this tab's opening, or the one for which any tab of this browser has requested a code. */
export function heldClaim({ id, memory, browserStorage }: Stores): string | undefined {
  const begun = memory.claim();
  if (begun !== undefined) return begun;
  try {
    return /"claim":"([\w-]{43})"/.exec(browserStorage().getItem(ASK_PREFIX + id) ?? '')?.[1];
  } catch {
    return undefined;
  }
}

/** After an opening, or an end. */
export function dropAsk({ id, browserStorage }: Stores): void {
  try {
    browserStorage().removeItem(ASK_PREFIX + id);
  } catch {
    // Nothing could be stored either.
  }
}

import { createResource } from 'solid-js';
import type { Policy } from '#client/policy.ts';
import { api } from '#web/app/network/api.ts';

export interface LoadedPolicy {
  readonly policy: () => Policy | undefined;
  /** It has changed, as a refusal shows. */
  readonly reload: () => void;
}

/** Read while the person writes. Without an answer the page offers everything, and the server has the last word. */
export function loadPolicy(): LoadedPolicy {
  const [policy, { refetch }] = createResource<Policy | undefined>((_, { value }) => api.config().catch(() => value));
  // What is known stays while it is read anew.
  return { policy: () => policy.latest, reload: () => void refetch() };
}

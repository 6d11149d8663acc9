import { createResource } from 'solid-js';
import type { Policy } from '#client/policy.ts';
import { creatorApi as api } from '#web/app/network/creator-api.ts';

export interface LoadedPolicy {
  readonly policy: () => Policy | undefined;
  /** Loads it again after a refusal shows that it has changed. */
  readonly reload: () => void;
}

/** Loads while the person writes. Until then the page offers everything, and the server checks the terms anyway. */
export function loadPolicy(): LoadedPolicy {
  const [policy, { refetch }] = createResource<Policy | undefined>((_, { value }) => api.config().catch(() => value));
  // The known policy stays while it reloads.
  return { policy: () => policy.latest, reload: () => void refetch() };
}

import type { Policy } from '#client/policy.ts';
import { FEW_VIEWS, MAX_VIEWS } from './compose-draft.ts';
import type { DraftPassword } from './compose-draft.ts';

/** What the sentence offers; all of it while the server has not said what may be chosen. */

export interface ViewChoices {
  readonly counts: readonly number[];
  /** Numbers between are allowed, too. */
  readonly others: boolean;
  readonly unlimited: boolean;
  readonly most: number;
}

const usualViews = [1, 2, 3, 5, 10];

export function viewChoices(policy: Policy | undefined): ViewChoices {
  const most = policy?.maxViews ?? MAX_VIEWS;
  const few = most <= FEW_VIEWS;
  return {
    counts: few ? Array.from({ length: most }, (_, i) => i + 1) : usualViews.filter((count) => count <= most),
    others: !few,
    unlimited: policy?.unlimitedViews ?? true,
    most,
  };
}

const passwordKinds = ['none', 'typed', 'generated'] as const;

export function passwordChoices(policy: Policy | undefined): readonly DraftPassword['kind'][] {
  return policy?.requirePassword ? passwordKinds.slice(1) : passwordKinds;
}

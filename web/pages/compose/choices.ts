import type { Policy } from '#client/policy.ts';
import { FEW_VIEWS, MAX_VIEWS } from './compose-draft.ts';
import type { DraftPassword } from './compose-draft.ts';

/** The choices that the sentence of terms offers: all of them until the policy is known. */

export interface ViewChoices {
  readonly counts: readonly number[];
  /** Other numbers up to `most` can be typed. */
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

import { hasOfferedTtls, nearestTtl, offeredTtls } from '#client/policy.ts';
import type { Policy } from '#client/policy.ts';

/** How long something can be opened or answered. */
export type Within =
  | { readonly kind: 'span'; readonly seconds: number }
  /** A moment, in Unix seconds; undefined while it is being chosen. */
  | { readonly kind: 'moment'; readonly at: number | undefined };

const usualSpans = [300, 3600, 86_400, 604_800, 2_592_000] as const;

export interface SpanChoices {
  /** In seconds, ascending. */
  readonly spans: readonly number[];
  /** Whether any moment between the bounds can be chosen as well. */
  readonly moment: boolean;
}

/** The choices to offer: all of them until the policy is loaded. */
export function spanChoices(policy: Policy | undefined): SpanChoices {
  if (policy === undefined) return { spans: usualSpans, moment: true };
  return { spans: offeredTtls(policy, usualSpans), moment: !hasOfferedTtls(policy) && isWide(policy) };
}

/** A picker with minute steps needs some minutes to pick from. */
function isWide({ minTtlSeconds, maxTtlSeconds }: Policy): boolean {
  return maxTtlSeconds - minTtlSeconds >= 120;
}

export const nearestSpan = (policy: Policy, wantedSeconds: number): number =>
  nearestTtl(offeredTtls(policy, usualSpans), wantedSeconds);

/** A moment stays if moments are allowed. If it is out of bounds, its field says so. */
export function withinTo(policy: Policy, within: Within, wantedSeconds: number): Within {
  if (within.kind === 'moment' && !hasOfferedTtls(policy)) return within;
  const seconds = nearestSpan(policy, wantedSeconds);
  return within.kind === 'span' && within.seconds === seconds ? within : { kind: 'span', seconds };
}

/** @returns undefined while no moment is chosen */
export function ttlSeconds(within: Within, now: number): number | undefined {
  if (within.kind === 'span') return within.seconds;
  return within.at === undefined ? undefined : within.at - now;
}

import type { Bounds } from './browser-effects.ts';
import { spans } from './draft.ts';

/** What the server takes, and its own default among it. */
export function spansWithin(bounds: Bounds | undefined): number[] {
  if (bounds === undefined) return [...spans];
  const { minTtlSeconds, maxTtlSeconds, defaultTtlSeconds } = bounds;
  const allowed = [...spans, defaultTtlSeconds].filter(
    (seconds) => seconds >= minTtlSeconds && seconds <= maxTtlSeconds,
  );
  return [...new Set(allowed)].sort((one, other) => one - other);
}

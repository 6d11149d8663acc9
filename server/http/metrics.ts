import type { ErrorCode } from '#server/errors.ts';

/** The counted facts of an exchange. From the request itself only the matched pattern and the method are used. */
export interface Replied {
  readonly method: string;
  /** The pattern; `*` if no route matched. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
  readonly refusal: ErrorCode | undefined;
}

/** The reasons why a limit closes a connection or stops reading a body. */
export const CUT_REASONS = [
  /** A new connection of a client that has used up its portion and has no idle connection. */
  'no-place',
  /** An idle connection that made room for a new one of the same client. */
  'gave-way',
  /** A head or a whole request that took too long. */
  'timeout',
  'slow-body',
  'slow-reader',
  /** A client that did not close after its last reply. */
  'not-closed',
  /** The body of a refused request that was too long or took too long. */
  'refused-body',
] as const;
export type CutReason = (typeof CUT_REASONS)[number];
export type Cut = (reason: CutReason) => void;

export interface Metrics {
  readonly replied: (replied: Replied) => void;
  readonly cut: Cut;
}

export const noMetrics: Metrics = { replied: () => undefined, cut: () => undefined };

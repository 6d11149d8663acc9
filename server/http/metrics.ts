import type { ErrorCode } from '#server/errors.ts';

/** What is counted of an exchange. Nothing of a request but the pattern that it matched. */
export interface Replied {
  readonly method: string;
  /** The pattern; `*` where there is none. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
  readonly refusal: ErrorCode | undefined;
}

/** Why a limit closed a connection, or stopped reading a body. */
export const CUT_REASONS = [
  /** A new connection of a client that has its portion, none of them idle. */
  'no-place',
  /** An idle connection, for a new one of the same client. */
  'gave-way',
  /** A head or a whole request that took too long. */
  'timeout',
  'slow-body',
  'slow-reader',
  /** A client that did not close after its last reply. */
  'not-closed',
  /** The body of a refused request that was too long, or took too long. */
  'refused-body',
] as const;
export type CutReason = (typeof CUT_REASONS)[number];
export type Cut = (reason: CutReason) => void;

export interface Metrics {
  readonly replied: (replied: Replied) => void;
  readonly cut: Cut;
}

export const noMetrics: Metrics = { replied: () => undefined, cut: () => undefined };

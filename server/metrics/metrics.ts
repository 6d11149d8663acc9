import type { ErrorCode } from '#server/errors.ts';

/** What is counted of an exchange. Nothing of a request but the pattern that it matched. */
export interface Answered {
  readonly method: string;
  /** The pattern; `*` where there is none. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
  readonly refusal: ErrorCode | undefined;
}

export interface Metrics {
  readonly answered: (answered: Answered) => void;
}

export const noMetrics: Metrics = { answered: () => undefined };

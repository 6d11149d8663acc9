export interface RoundSpan {
  readonly count: number;
  readonly unit: 'day' | 'hour' | 'minute';
}

/** Each with the finer unit that decides whether there is exactly one of it. */
const units = [
  ['day', 86_400, 3600],
  ['hour', 3600, 60],
] as const;

/**
 * A span of time as people say it, for pages and terminal: rounded to the nearest unit, so that 23 h 59 min 59 s is a
 * day. The unit is the largest of which there are exactly one or at least two: 90 minutes, 1 hour, 47 hours, 2 days.
 * @returns a count of 0 for less than half a minute
 */
export function roundSpan(seconds: number): RoundSpan {
  const [unit, size] = units.find(([, large, fine]) => {
    const nearest = Math.round(seconds / fine) * fine;
    return nearest === large || nearest >= 2 * large;
  }) ?? ['minute', 60];
  return { count: Math.round(seconds / size), unit };
}

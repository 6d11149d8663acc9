export interface RoundSpan {
  readonly count: number;
  readonly unit: 'day' | 'hour' | 'minute';
}

/**
 * A span of time as people say it, for pages and terminal: rounded to the nearest unit, so that 23 h 59 min 59 s is a
 * day. The unit is the largest of which there are exactly one or at least two: 90 minutes, 1 hour, 47 hours, 2 days.
 * @returns a count of 0 for less than half a minute
 */
export function roundSpan(seconds: number): RoundSpan {
  const nearest = (size: number) => Math.round(seconds / size);
  const minutes = nearest(60);
  const hours = nearest(3600);
  if (hours === 24 || hours >= 48) return { count: nearest(86_400), unit: 'day' };
  if (minutes === 60 || minutes >= 120) return { count: hours, unit: 'hour' };
  return { count: minutes, unit: 'minute' };
}

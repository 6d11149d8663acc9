import { waits } from '#words/waits.ts';
import { say } from './words.ts';

/** “in five minutes”, “in 3 hours”: when to try again. Rounded up to minutes, and above two hours to hours. */
export function formatWait(seconds: number): string {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  if (minutes <= 120 && minutes % 60 > 0) return say(waits.minute, { count: minutes });
  const hours = Math.ceil(seconds / 3600);
  return hours % 24 === 0 ? say(waits.day, { count: hours / 24 }) : say(waits.hour, { count: hours });
}

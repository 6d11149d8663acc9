import { formatBytes } from '#web/i18n/sizes.ts';
import { say } from '#web/i18n/words.ts';
import { files as words } from '#words/files.ts';

/** “3 files, 1.2 MB”. */
export const totalOf = (count: number, bytes: number): string => say(words.total, { count, size: formatBytes(bytes) });

/** “1.2 MB of 12 MB”. */
export const amountOf = (doneBytes: number, totalBytes: number): string =>
  say(words.amount, { done: formatBytes(doneBytes), total: formatBytes(totalBytes) });

/** “1.2 MB a second, about 2 minutes left”. The speed has two digits: a third would change all the time. */
export const speedOf = (bytesPerSecond: number, leftBytes: number): string =>
  say(words.speed, {
    rate: formatBytes(Number(bytesPerSecond.toPrecision(2))),
    left: timeLeft(leftBytes / bytesPerSecond),
  });

/** Coarse on purpose: the time left is a guess. */
function timeLeft(seconds: number): string {
  if (seconds < 50) return words.left.underAMinute;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return say(words.left.minutes, { count: minutes });
  const halfHours = Math.round(seconds / 1800);
  const count = Math.floor(halfHours / 2);
  return say(halfHours % 2 === 0 ? words.left.hours : words.left.hoursAndAHalf, { count });
}

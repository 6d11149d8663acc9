import { Failure } from './exit-codes.ts';
import { secondsOf } from './duration.ts';
import { inWords } from '#cli/language/words.ts';
import { gates as words } from '#cli/words/gates.ts';

/** A time as an option gives it: from now, or at a moment. Unix seconds. */
export type WantedTime = { readonly afterSeconds: number } | { readonly at: number };

/** Parses `2h`, `3d`, `2026-12-24T18:00` or `2026-12-24`. @throws Failure that names the option */
export function readTimeOption(option: string, given: string): WantedTime {
  const afterSeconds = secondsOf(given);
  if (afterSeconds !== undefined) return { afterSeconds };
  const at = momentOf(given.trim());
  if (at === undefined) throw new Failure('misused', inWords(words.timeForm, { option }));
  return { at };
}

/** @param now the server's time, which decides */
export const secondOf = (wanted: WantedTime, now: number): number =>
  'at' in wanted ? wanted.at : now + wanted.afterSeconds;

const MOMENT = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d))?(Z|[+-]\d\d:?\d\d)?)?$/;

function momentOf(given: string): number | undefined {
  const [, day, time = '00:00', seconds = '00', zone = ''] = MOMENT.exec(given) ?? [];
  if (day === undefined) return undefined;
  const written = `${day}T${time}:${seconds}`;
  if (!exists(written)) return undefined;
  const at = new Date(`${written}${zone.replace(/^(.\d\d)(\d\d)$/, '$1:$2')}`).getTime();
  return Number.isNaN(at) ? undefined : at / 1000;
}

/** A Date accepts 30 February, and takes it for a day in March. */
function exists(written: string): boolean {
  const date = new Date(`${written}Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(written);
}

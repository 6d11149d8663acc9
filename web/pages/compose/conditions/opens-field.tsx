import { formatAbsolute } from '#web/i18n/dates.ts';
import { say } from '#web/i18n/words.ts';
import { createServerNow } from '#web/clock.ts';
import { minuteFrom, toLocal } from '#web/parts/terms/local-moment.ts';
import { ttlSeconds } from '#web/parts/terms/within.ts';
import type { Within } from '#web/parts/terms/within.ts';
import { TextField } from '#web/ui/text-field.tsx';
import { composeConditions as words } from '#words/compose-conditions.ts';

export interface OpensFieldProps {
  readonly within: Within;
  readonly error: string | undefined;
  /** @param at in Unix seconds; undefined while no time is complete. May be out of bounds: sealing then says why. */
  readonly onChange: (at: number | undefined) => void;
}

/** @returns undefined while the field is incomplete. A time out of bounds is kept: its fault says more than “invalid”. */
function momentOf({ value }: HTMLInputElement): number | undefined {
  const at = Math.floor(new Date(value).getTime() / 1000);
  return Number.isNaN(at) ? undefined : at;
}

/** From when it opens, in local time. */
export function OpensField(props: OpensFieldProps) {
  const now = createServerNow();
  const until = () => {
    const seconds = ttlSeconds(props.within, Math.floor(now()));
    return seconds === undefined ? undefined : Math.floor(now()) + seconds;
  };
  const hint = () => {
    const at = until();
    return at === undefined ? words.opens.hint : say(words.opens.hintTo, { to: formatAbsolute(at) });
  };
  return (
    <TextField
      label={words.opens.label}
      hint={hint()}
      error={props.error}
      type="datetime-local"
      min={toLocal(minuteFrom(now()))}
      required
      onInput={({ currentTarget }) => props.onChange(momentOf(currentTarget))}
    />
  );
}

import type { Policy } from '#client/policy.ts';
import { formatAbsolute } from '#web/i18n/dates.ts';
import { say } from '#web/i18n/words.ts';
import { within as words } from '#words/within.ts';
import { serverNow } from '#web/clock.ts';
import { TextField } from '#web/ui/text-field.tsx';
import { minuteFrom, momentIn, toLocal } from './local-moment.ts';

const FALLBACK: Pick<Policy, 'minTtlSeconds' | 'maxTtlSeconds'> = { minTtlSeconds: 300, maxTtlSeconds: 2_592_000 };

export interface MomentFieldProps {
  readonly policy: Policy | undefined;
  readonly error?: string | undefined;
  /** @param at in Unix seconds; undefined if the server would not accept it */
  readonly onChange: (at: number | undefined) => void;
}

/** The browser's date and time picker, in local time. */
export function MomentField(props: MomentFieldProps) {
  const now = () => Math.floor(serverNow());
  const earliest = () => minuteFrom(now() + (props.policy ?? FALLBACK).minTtlSeconds);
  const latest = () => now() + (props.policy ?? FALLBACK).maxTtlSeconds;
  return (
    <TextField
      label={words.momentLabel}
      hint={say(words.momentHint, { from: formatAbsolute(earliest()), to: formatAbsolute(latest()) })}
      error={props.error}
      type="datetime-local"
      min={toLocal(earliest())}
      max={toLocal(latest())}
      required
      onInput={({ currentTarget }) => props.onChange(momentIn(currentTarget))}
    />
  );
}

import { createSignal, onMount } from 'solid-js';
import { shortenExpiry as words } from '#words/shorten-expiry.ts';
import { formatAbsolute } from '#web/i18n/dates.ts';
import { say } from '#web/i18n/words.ts';
import { momentIn, toLocal } from '#web/parts/terms/local-moment.ts';
import { announce } from '#web/ui/announce.tsx';
import { Confirm } from '#web/ui/confirm.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import type { Act } from './state.ts';

export interface ShortenFormProps {
  /** The earliest and the latest moment that can be chosen, in Unix seconds. */
  readonly from: number;
  readonly to: number;
  readonly act: Act | undefined;
  /** @returns whether the server did it */
  readonly onShorten: (expiresAt: number) => Promise<boolean>;
  readonly onDone: () => void;
}

/** A lazy module: chooses an earlier expiry, in local time, and asks before it is changed. */
export default function ShortenForm(props: ShortenFormProps) {
  const [chosen, setChosen] = createSignal<number>();
  const [faulty, setFaulty] = createSignal(false);
  let field: HTMLInputElement | undefined;
  onMount(() => field?.focus());
  const limits = () => ({ from: formatAbsolute(props.from), to: formatAbsolute(props.to) });
  /** While the question is open, the chosen moment may come too close. */
  const moment = () => {
    const at = chosen();
    return at !== undefined && at >= props.from && at <= props.to ? at : undefined;
  };
  const shorten = async () => {
    const at = moment();
    setFaulty(at === undefined);
    if (at === undefined) {
      field?.focus();
      return;
    }
    field?.focus();
    if (!(await props.onShorten(at))) return;
    announce(say(words.done, { when: formatAbsolute(at) }));
    props.onDone();
  };
  return (
    <>
      <TextField
        ref={(element) => (field = element)}
        label={words.label}
        hint={say(words.hint, limits())}
        error={faulty() ? say(words.invalid, limits()) : undefined}
        type="datetime-local"
        min={toLocal(props.from)}
        max={toLocal(props.to)}
        required
        onInput={({ currentTarget }) => {
          setFaulty(false);
          setChosen(momentIn(currentTarget));
        }}
      />
      <Confirm
        ask={props.act?.kind === 'shortening' ? words.acting : words.set}
        question={say(words.question, { when: formatAbsolute(moment() ?? props.to) })}
        yes={words.yes}
        no={words.no}
        disabled={props.act !== undefined}
        needless={moment() === undefined}
        onYes={() => void shorten()}
      />
    </>
  );
}

import { createMemo, createSignal, onCleanup, Show } from 'solid-js';
import { compose as words } from '#messages/compose.ts';
import { SentenceSelect } from '#web/ui/sentence-select.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { MAX_VIEWS, ttlSeconds, withPasswordKind } from './draft.ts';
import type { Draft } from './draft.ts';
import type { Bounds } from './browser-effects.ts';
import { LetAnswer } from './let-answer.tsx';
import { MomentField } from './moment-field.tsx';
import { PasswordTerms } from './password-terms.tsx';
import { spansWithin } from './spans-within.ts';
import styles from './terms.module.css';

export interface TermsProps {
  readonly draft: Draft;
  readonly bounds: Bounds | undefined;
  readonly onEdit: (change: Partial<Draft>) => void;
}

const offeredViews = [1, 2, 3, 5, 10];
const OTHER = 'other';
const MOMENT = 'moment';
const FIRST_OTHER = 4;
const TICK_MS = 15_000;

const unixNow = () => Math.floor(Date.now() / 1000);

export function Terms(props: TermsProps) {
  const [otherViews, setOtherViews] = createSignal(false);
  const [now, setNow] = createSignal(unixNow());
  const ticking = setInterval(() => setNow(unixNow()), TICK_MS);
  onCleanup(() => clearInterval(ticking));

  const mostViews = () => props.bounds?.maxViews ?? MAX_VIEWS;
  const viewOptions = () => [
    ...offeredViews
      .filter((count) => count <= mostViews())
      .map((count) => ({ value: String(count), label: words.views.count(count) })),
    { value: OTHER, label: otherViews() ? words.views.count(props.draft.maxViews) : words.views.other },
    { value: '0', label: words.views.unlimited },
  ];
  const chooseViews = (value: string) => {
    setOtherViews(value === OTHER);
    props.onEdit({ maxViews: value === OTHER ? Math.min(FIRST_OTHER, mostViews()) : Number(value) });
  };
  const offeredSpans = createMemo(() => spansWithin(props.bounds));
  const spanOptions = () => [
    ...offeredSpans().map((seconds) => ({
      value: String(seconds),
      label: words.within.spans[seconds] ?? words.within.span(seconds),
    })),
    { value: MOMENT, label: words.within.moment },
  ];
  const chooseSpan = (value: string) =>
    props.onEdit({
      within: value === MOMENT ? { kind: 'moment', at: undefined } : { kind: 'span', seconds: Number(value) },
    });
  const until = () => {
    const seconds = ttlSeconds(props.draft.within, now());
    return seconds === undefined ? undefined : now() + seconds;
  };
  return (
    <>
      <p class={styles['sentence']}>
        {words.terms({
          views: (
            <SentenceSelect
              label={words.views.label}
              value={otherViews() ? OTHER : String(props.draft.maxViews)}
              options={viewOptions()}
              onChange={chooseViews}
            />
          ),
          within: (
            <SentenceSelect
              label={words.within.label}
              value={props.draft.within.kind === 'span' ? String(props.draft.within.seconds) : MOMENT}
              options={spanOptions()}
              onChange={chooseSpan}
            />
          ),
          password: (
            <SentenceSelect
              label={words.password.label}
              value={props.draft.password.kind}
              options={passwordOptions}
              onChange={(kind) => props.onEdit(withPasswordKind(props.draft, kind))}
            />
          ),
        })}
      </p>
      <Show when={until()}>{(at) => <p class={styles['until']}>{words.within.until(at())}</p>}</Show>
      <Show when={otherViews()}>
        <TextField
          label={words.views.numberLabel}
          hint={words.views.numberHint(mostViews())}
          type="number"
          inputMode="numeric"
          min="2"
          max={mostViews()}
          required
          value={props.draft.maxViews}
          onInput={({ currentTarget: field }) => {
            if (field.validity.valid) props.onEdit({ maxViews: field.valueAsNumber });
          }}
        />
      </Show>
      <Show when={props.draft.within.kind === 'moment'}>
        <MomentField bounds={props.bounds} onChange={(at) => props.onEdit({ within: { kind: 'moment', at } })} />
      </Show>
      <PasswordTerms draft={props.draft} onEdit={props.onEdit} />
      <LetAnswer draft={props.draft} onEdit={props.onEdit} />
    </>
  );
}

const passwordOptions = (['none', 'typed', 'generated'] as const).map((value) => ({
  value,
  label: words.password[value],
}));

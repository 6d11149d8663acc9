import { createMemo, createSignal, onCleanup, Show } from 'solid-js';
import type { Policy } from '#client/policy.ts';
import { ask as words } from '#messages/ask.ts';
import { spanChoices } from '#web/compose/choices.ts';
import { CountField } from '#web/compose/count-field.tsx';
import { ttlSeconds } from '#web/compose/draft.ts';
import { MomentField } from '#web/compose/moment-field.tsx';
import styles from '#web/compose/terms.module.css';
import { SentenceSelect } from '#web/ui/sentence-select.tsx';
import { MAX_ANSWERS } from './ask-draft.ts';
import type { AskDraft } from './ask-draft.ts';

export interface AskTermsProps {
  readonly draft: AskDraft;
  readonly policy: Policy | undefined;
  readonly onEdit: (change: Partial<AskDraft>) => void;
}

const offeredAnswers = [1, 2, 3, 5, 10];
const OTHER = 'other';
const MOMENT = 'moment';
const FIRST_OTHER = 20;
const TICK_MS = 15_000;

const unixNow = () => Math.floor(Date.now() / 1000);

export function AskTerms(props: AskTermsProps) {
  const [otherAnswers, setOtherAnswers] = createSignal(false);
  const [now, setNow] = createSignal(unixNow());
  const ticking = setInterval(() => setNow(unixNow()), TICK_MS);
  onCleanup(() => clearInterval(ticking));

  const otherLabel = () => {
    const { maxAnswers } = props.draft;
    return otherAnswers() && maxAnswers !== undefined ? words.answers.count(maxAnswers) : words.answers.other;
  };
  const answerOptions = () => [
    ...offeredAnswers.map((count) => ({ value: String(count), label: words.answers.count(count) })),
    { value: OTHER, label: otherLabel() },
  ];
  const chooseAnswers = (value: string) => {
    setOtherAnswers(value === OTHER);
    props.onEdit({ maxAnswers: value === OTHER ? FIRST_OTHER : Number(value) });
  };
  const offered = createMemo(() => spanChoices(props.policy));
  const spanOptions = () =>
    offered().spans.map((seconds) => ({ value: String(seconds), label: words.within.span(seconds) }));
  const momentOption = () => (offered().moment ? [{ value: MOMENT, label: words.within.moment }] : []);
  const chooseWithin = (value: string) =>
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
          answers: (
            <SentenceSelect
              label={words.answers.label}
              value={otherAnswers() ? OTHER : String(props.draft.maxAnswers)}
              options={answerOptions()}
              onChange={chooseAnswers}
            />
          ),
          within: (
            <SentenceSelect
              label={words.within.label}
              value={props.draft.within.kind === 'span' ? String(props.draft.within.seconds) : MOMENT}
              options={[...spanOptions(), ...momentOption()]}
              onChange={chooseWithin}
            />
          ),
          stays: (
            <SentenceSelect
              label={words.stays.label}
              value={String(props.draft.answerTtlSeconds)}
              options={spanOptions()}
              onChange={(value) => props.onEdit({ answerTtlSeconds: Number(value) })}
            />
          ),
          keep: (
            <SentenceSelect
              label={words.keep.label}
              value={props.draft.keep}
              options={keepOptions}
              onChange={(keep) => props.onEdit({ keep })}
            />
          ),
        })}
      </p>
      <Show when={until()}>{(at) => <p class={styles['until']}>{words.until(at())}</p>}</Show>
      <Show when={otherAnswers()}>
        <CountField
          label={words.answers.numberLabel}
          hint={words.answers.numberHint(MAX_ANSWERS)}
          most={MAX_ANSWERS}
          value={props.draft.maxAnswers}
          onChange={(maxAnswers) => props.onEdit({ maxAnswers })}
        />
      </Show>
      <Show when={props.draft.within.kind === 'moment'}>
        <MomentField policy={props.policy} onChange={(at) => props.onEdit({ within: { kind: 'moment', at } })} />
      </Show>
    </>
  );
}

const keepOptions = (['expiry', 'read'] as const).map((value) => ({ value, label: words.keep.options[value] }));

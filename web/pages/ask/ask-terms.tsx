import { createMemo, createSignal, Show } from 'solid-js';
import type { Policy } from '#client/policy.ts';
import { formatAbsolute } from '#web/i18n/dates.ts';
import { formatNumber } from '#web/i18n/numbers.ts';
import { saySpan } from '#web/i18n/spans.ts';
import { inSlots, say } from '#web/i18n/words.ts';
import { askErrors } from '#words/ask-errors.ts';
import { ask as words } from '#words/ask.ts';
import { CountField } from '#web/parts/terms/count-field.tsx';
import { MomentField } from '#web/parts/terms/moment-field.tsx';
import { Until } from '#web/parts/terms/until.tsx';
import { WithinSelect } from '#web/parts/terms/within-select.tsx';
import { spanChoices } from '#web/parts/terms/within.ts';
import { Sentence } from '#web/parts/terms/sentence.tsx';
import { SentenceSelect } from '#web/ui/sentence-select.tsx';
import { MAX_ANSWERS } from './ask-draft.ts';
import type { AskDraft } from './ask-draft.ts';
import { noCount } from './error-sentence.tsx';
import type { AskError } from './state.ts';

export interface AskTermsProps {
  readonly draft: AskDraft;
  readonly policy: Policy | undefined;
  readonly error: AskError | undefined;
  readonly onEdit: (change: Partial<AskDraft>) => void;
}

const offeredAnswers = [1, 2, 3, 5, 10];
const keepChoices = ['expiry', 'read'] as const;
const OTHER = 'other';
const FIRST_OTHER = 20;

export function AskTerms(props: AskTermsProps) {
  const [otherAnswers, setOtherAnswers] = createSignal(false);
  const otherLabel = () => {
    const { maxAnswers } = props.draft;
    return otherAnswers() && maxAnswers !== undefined ? countLabel(maxAnswers) : words.answers.other;
  };
  const answerOptions = () => [
    ...offeredAnswers.map((count) => ({ value: String(count), label: countLabel(count) })),
    { value: OTHER, label: otherLabel() },
  ];
  const errorOf = (...kinds: readonly ('no-count' | 'no-moment' | 'moment-out-of-bounds')[]) => {
    const kind = kinds.find((one) => one === props.error?.kind);
    return kind === 'no-count' ? noCount() : kind && askErrors.error[kind];
  };
  const chooseAnswers = (value: string) => {
    setOtherAnswers(value === OTHER);
    props.onEdit({ maxAnswers: value === OTHER ? FIRST_OTHER : Number(value) });
  };
  const stays = createMemo(() => spanChoices(props.policy).spans);
  return (
    <>
      <Sentence>
        {inSlots(words.terms, {
          answers: (
            <SentenceSelect
              label={words.answers.label}
              value={otherAnswers() ? OTHER : String(props.draft.maxAnswers)}
              options={answerOptions()}
              onChange={chooseAnswers}
            />
          ),
          within: (
            <WithinSelect
              words={words.within}
              value={props.draft.within}
              policy={props.policy}
              onChange={(within) => props.onEdit({ within })}
            />
          ),
          stays: (
            <SentenceSelect
              label={words.stays.label}
              value={String(props.draft.answerTtlSeconds)}
              options={stays().map((seconds) => ({ value: String(seconds), label: saySpan(words.stays, seconds) }))}
              onChange={(value) => props.onEdit({ answerTtlSeconds: Number(value) })}
            />
          ),
          keep: (
            <SentenceSelect
              label={words.keep.label}
              value={props.draft.keep}
              options={keepChoices.map((value) => ({ value, label: words.keep.options[value] }))}
              onChange={(keep) => props.onEdit({ keep })}
            />
          ),
        })}
      </Sentence>
      <Until within={props.draft.within} say={(at) => say(words.until, { when: formatAbsolute(at) })} />
      <Show when={otherAnswers()}>
        <CountField
          label={words.answers.numberLabel}
          hint={say(words.answers.numberHint, { most: formatNumber(MAX_ANSWERS) })}
          most={MAX_ANSWERS}
          value={props.draft.maxAnswers}
          error={errorOf('no-count')}
          onChange={(maxAnswers) => props.onEdit({ maxAnswers })}
        />
      </Show>
      <Show when={props.draft.within.kind === 'moment'}>
        <MomentField
          policy={props.policy}
          error={errorOf('no-moment', 'moment-out-of-bounds')}
          onChange={(at) => props.onEdit({ within: { kind: 'moment', at } })}
        />
      </Show>
    </>
  );
}

const countLabel = (count: number) => say(words.answers.count, { count });

import { createMemo } from 'solid-js';
import type { Policy } from '#client/policy.ts';
import { saySpan } from '#web/i18n/spans.ts';
import type { SpanWords } from '#web/i18n/spans.ts';
import { within } from '#words/within.ts';
import { SentenceSelect } from '#web/ui/sentence-select.tsx';
import { spanChoices } from './within.ts';
import type { Within } from './within.ts';

const MOMENT = 'moment';

export interface WithinSelectProps {
  /** The options' labels: they belong to the sentence around the select. */
  readonly words: SpanWords & { readonly moment: string };
  readonly value: Within;
  readonly policy: Policy | undefined;
  readonly onChange: (within: Within) => void;
}

/** Selects a span, or a moment, which `MomentField` then asks for. */
export function WithinSelect(props: WithinSelectProps) {
  const offered = createMemo(() => spanChoices(props.policy));
  const options = () => [
    ...offered().spans.map((seconds) => ({ value: String(seconds), label: saySpan(props.words, seconds) })),
    ...(offered().moment ? [{ value: MOMENT, label: props.words.moment }] : []),
  ];
  return (
    <SentenceSelect
      label={within.label}
      value={props.value.kind === 'span' ? String(props.value.seconds) : MOMENT}
      options={options()}
      onChange={(value) =>
        props.onChange(value === MOMENT ? { kind: 'moment', at: undefined } : { kind: 'span', seconds: Number(value) })
      }
    />
  );
}

import { createMemo } from 'solid-js';
import type { Policy } from '#client/policy.ts';
import { within as words } from '#messages/within.ts';
import { SentenceSelect } from '#web/ui/sentence-select.tsx';
import { spanChoices } from './within.ts';
import type { Within } from './within.ts';

const MOMENT = 'moment';

export interface WithinSelectProps {
  readonly value: Within;
  readonly policy: Policy | undefined;
  readonly onChange: (within: Within) => void;
}

/** Selects a span, or a moment, which `MomentField` then asks for. */
export function WithinSelect(props: WithinSelectProps) {
  const offered = createMemo(() => spanChoices(props.policy));
  const options = () => [
    ...offered().spans.map((seconds) => ({ value: String(seconds), label: words.span(seconds) })),
    ...(offered().moment ? [{ value: MOMENT, label: words.moment }] : []),
  ];
  return (
    <SentenceSelect
      label={words.label}
      value={props.value.kind === 'span' ? String(props.value.seconds) : MOMENT}
      options={options()}
      onChange={(value) =>
        props.onChange(value === MOMENT ? { kind: 'moment', at: undefined } : { kind: 'span', seconds: Number(value) })
      }
    />
  );
}

import { Show } from 'solid-js';
import { say } from '#web/i18n/words.ts';
import { answer as messages } from '#words/answer.ts';
import { formatAbsolute } from '#web/i18n/dates.ts';
import { brand } from '#web/app/layout/brand.ts';
import { Statement } from '#web/parts/statement/statement.tsx';
import { Button } from '#web/ui/button.tsx';
import { Seal } from '#web/ui/seal.tsx';
import type { AnswerState } from './state.ts';

export interface OverRequestProps {
  readonly now: Extract<AnswerState, { at: 'over' }>;
  readonly onLook: () => void;
}

/** The request accepts no answers: why, since when, and what to do. */
export function OverRequest(props: OverRequestProps) {
  const words = () => messages.over[props.now.state];
  return (
    <Statement
      mark={
        <Seal
          letter={brand().initial}
          state={props.now.state === 'full' || props.now.state === 'closed' ? 'pressed' : 'ash'}
        />
      }
      title={words().title}
      text={overText(props.now)}
      next={words().next}
      actions={
        <Show when={props.now.state === 'full'}>
          <Button onClick={() => props.onLook()}>{messages.over.full.again}</Button>
        </Show>
      }
    />
  );
}

function overText({ state, description }: OverRequestProps['now']): string {
  const { endedAt, expiresAt } = description;
  if (state === 'full') return messages.over.full.text;
  if (state === 'expired') return say(messages.over.expired.text, { when: formatAbsolute(endedAt ?? expiresAt) });
  const words = messages.over[state];
  return endedAt === undefined ? words.undated : say(words.text, { when: formatAbsolute(endedAt) });
}

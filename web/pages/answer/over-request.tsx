import { Show } from 'solid-js';
import { answer as messages } from '#messages/answer.ts';
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
  const when = () => {
    const { state, description } = props.now;
    const ended = state === 'expired' ? (description.endedAt ?? description.expiresAt) : description.endedAt;
    return ended === undefined ? undefined : formatAbsolute(ended);
  };
  return (
    <Statement
      mark={
        <Seal
          letter={brand().initial}
          state={props.now.state === 'full' || props.now.state === 'closed' ? 'pressed' : 'ash'}
        />
      }
      title={words().title}
      text={words().text(when())}
      next={words().next}
      actions={
        <Show when={props.now.state === 'full'}>
          <Button onClick={() => props.onLook()}>{messages.lookAgain}</Button>
        </Show>
      }
    />
  );
}

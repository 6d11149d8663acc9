import { createUniqueId } from 'solid-js';
import { compose as words } from '#messages/compose.ts';
import type { ComposeDraft } from './compose-draft.ts';
import styles from './let-answer.module.css';

export interface LetAnswerProps {
  readonly draft: ComposeDraft;
  readonly onEdit: (change: Partial<ComposeDraft>) => void;
}

export function LetAnswer(props: LetAnswerProps) {
  const id = createUniqueId();
  return (
    <div class={styles['choice']}>
      <input
        type="checkbox"
        id={id}
        aria-describedby={`${id}-hint`}
        checked={props.draft.letAnswer}
        onChange={(event) => props.onEdit({ letAnswer: event.currentTarget.checked })}
      />
      <div>
        <label for={id}>{words.letAnswer.label}</label>
        <p class={styles['hint']} id={`${id}-hint`}>
          {words.letAnswer.hint}
        </p>
      </div>
    </div>
  );
}

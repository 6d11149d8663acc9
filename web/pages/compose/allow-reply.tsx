import { createUniqueId } from 'solid-js';
import { compose as words } from '#words/compose.ts';
import type { ComposeDraft } from './compose-draft.ts';
import styles from './allow-reply.module.css';

export interface AllowReplyProps {
  readonly draft: ComposeDraft;
  readonly onEdit: (change: Partial<ComposeDraft>) => void;
}

export function AllowReply(props: AllowReplyProps) {
  const id = createUniqueId();
  return (
    <div class={styles['choice']}>
      <input
        type="checkbox"
        id={id}
        aria-describedby={`${id}-hint`}
        checked={props.draft.allowReply}
        onChange={(event) => props.onEdit({ allowReply: event.currentTarget.checked })}
      />
      <div>
        <label for={id}>{words.allowReply.label}</label>
        <p class={styles['hint']} id={`${id}-hint`}>
          {words.allowReply.hint}
        </p>
      </div>
    </div>
  );
}

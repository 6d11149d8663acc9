import { createEffect, createSignal, createUniqueId, on, Show } from 'solid-js';
import { shares as messages } from '#words/shares.ts';
import { formatAbsolute } from '#web/i18n/dates.ts';
import { inSlots, say } from '#web/i18n/words.ts';
import type { ListEntry } from '#web/parts/list/entry.ts';
import { announce } from '#web/ui/announce.tsx';
import { Button } from '#web/ui/button.tsx';
import { nameOf } from './describe-entry.ts';
import { focusRow } from './focus-row.ts';
import styles from './removed-notice.module.css';

interface RemovedNoticeProps {
  readonly removed: readonly ListEntry[];
  /** @returns whether it was stored */
  readonly onUndo: () => Promise<boolean>;
  readonly onClose: () => void;
}

/** Says what was removed from the list, and undoes it. It takes the focus of the button that is gone. */
export function RemovedNotice(props: RemovedNoticeProps) {
  const id = createUniqueId();
  const [failed, setFailed] = createSignal(false);
  let undo: HTMLButtonElement | undefined;
  createEffect(
    on(
      () => props.removed,
      () => setFailed(false),
    ),
  );
  createEffect(() => {
    if (props.removed.length > 0) queueMicrotask(() => undo?.focus({ preventScroll: true }));
  });
  const restore = async () => {
    const { removed } = props;
    setFailed(false);
    if (!(await props.onUndo())) {
      setFailed(true);
      return;
    }
    announce(say(messages.removed.restored, { count: removed.length }));
    focusRow(removed[0]?.id);
  };
  const close = () => {
    props.onClose();
    focusRow(undefined);
  };
  return (
    <div
      class={styles['removed']}
      role="group"
      aria-labelledby={id}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <p id={id}>
        <Show
          when={props.removed.length === 1 && props.removed[0]}
          fallback={say(messages.removed.many, { count: props.removed.length })}
        >
          {(entry) => <Removed entry={entry()} />}
        </Show>
      </p>
      <Show when={failed()}>
        <p role="alert">{messages.removed.notRestored}</p>
      </Show>
      <div class={styles['actions']}>
        <Button ref={(element) => (undo = element)} aria-describedby={id} onClick={() => void restore()}>
          {messages.removed.undo}
        </Button>
        <Button variant="plain" onClick={close}>
          {messages.removed.close}
        </Button>
      </div>
    </div>
  );
}

function Removed(props: { readonly entry: ListEntry }) {
  return (
    <Show
      when={nameOf(props.entry)}
      fallback={say(messages.removed.oneUntitled, { when: formatAbsolute(props.entry.createdAt) })}
    >
      {(title) => <>{inSlots(messages.removed.one, { title: <bdi translate="no">{title()}</bdi> })}</>}
    </Show>
  );
}

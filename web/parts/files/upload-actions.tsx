import { Show } from 'solid-js';
import { uploadView as words } from '#words/upload-view.ts';
import { Button } from '#web/ui/button.tsx';
import { Confirm } from '#web/ui/confirm.tsx';
import styles from './upload-actions.module.css';
import type { UploadProgress } from './upload-job.ts';

/** From this size on, cancelling asks first: an accidental press would cost more than the question. */
const MUCH_BYTES = 25_000_000;

export interface UploadActionsProps {
  /** Undefined while the server checks the complete upload. */
  readonly upload: UploadProgress | undefined;
  readonly onPause: () => void;
  readonly onResume: () => void;
  readonly onCancel: () => void;
}

export function UploadActions(props: UploadActionsProps) {
  return (
    <div class={styles['actions']}>
      <Show when={props.upload}>
        {(upload) => (
          <Button onClick={() => (upload().paused ? props.onResume() : props.onPause())}>
            {upload().paused ? words.goOn : words.pause}
          </Button>
        )}
      </Show>
      <Confirm
        variant="plain"
        ask={words.cancel}
        question={words.cancelQuestion}
        yes={words.cancelYes}
        no={words.cancelNo}
        needless={(props.upload?.acknowledgedBytes ?? Infinity) < MUCH_BYTES}
        onYes={() => props.onCancel()}
      />
    </div>
  );
}

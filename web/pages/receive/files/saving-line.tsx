import { Match, Show, Switch } from 'solid-js';
import { sentences } from '#web/i18n/lists.ts';
import { amountOf, speedOf } from '#web/parts/files/transfer-words.ts';
import { receiveFiles as messages } from '#words/receive-files.ts';
import { Lamp } from '#web/ui/lamp.tsx';
import type { SavingState, TargetState } from './create-saving.ts';
import styles from './saving-line.module.css';

interface SavingLineProps {
  readonly state: TargetState | undefined;
  /** Several files as one zip. */
  readonly zip?: boolean;
  /** Label of the progress bar. */
  readonly label: string;
  /** Shown when saved, if nothing else on the page says it. */
  readonly saved?: string;
}

/** Progress, result or error of saving a target; empty if it was never saved. */
export function SavingLine(props: SavingLineProps) {
  const saving = () => (props.state?.at === 'saving' ? props.state : undefined);
  const failed = () => (props.state?.at === 'failed' ? props.state : undefined);
  const cancelled = () => (props.state?.at === 'cancelled' ? props.state : undefined);
  return (
    <Show when={props.state && (props.state.at !== 'saved' || props.saved)}>
      <div class={styles['line']}>
        <Switch>
          <Match when={props.state?.at === 'waiting'}>
            <p class={styles['words']}>{messages.waiting}</p>
          </Match>
          <Match when={saving()}>
            {(now) => (
              <>
                <progress
                  class={styles['bar']}
                  aria-label={props.label}
                  max={now().totalBytes}
                  value={now().doneBytes}
                  data-failing={hindrance(now()) !== undefined}
                />
                <p class={styles['words']}>{progressWords(now())}</p>
                <Show when={hindrance(now())}>
                  {(words) => (
                    <p class={styles['failure']} role="status">
                      <Lamp tone="warn" />
                      {words()}
                    </p>
                  )}
                </Show>
              </>
            )}
          </Match>
          <Match when={props.state?.at === 'saved' && props.saved}>
            <p class={styles['saved']} role="status">
              <Lamp tone="ok" />
              {props.saved}
            </p>
          </Match>
          <Match when={cancelled()}>
            {(now) => (
              <p class={styles['words']} role="status">
                {sentences(messages.cancelled, messages.left[now().leftover])}
              </p>
            )}
          </Match>
          <Match when={failed()}>
            {(now) => (
              <p class={styles['failed']} role="alert">
                {failureWords(now(), props.zip === true)}
              </p>
            )}
          </Match>
        </Switch>
      </div>
    </Show>
  );
}

function failureWords({ reason, leftover }: Extract<TargetState, { at: 'failed' }>, zip: boolean): string {
  const why = zip && reason === 'too-large' ? messages.zipTooLarge : messages.failed[reason];
  // These say enough if nothing was written.
  const isClear = leftover === 'nothing' && (reason === 'too-large' || reason === 'unloaded' || reason === 'over');
  return isClear ? why : sentences(why, messages.left[leftover]);
}

function hindrance({ failure, stalled }: SavingState): string | undefined {
  if (failure !== undefined) return messages.serviceFailure[failure.kind];
  return stalled === true ? messages.stalled : undefined;
}

function progressWords({ doneBytes, totalBytes, bytesPerSecond }: SavingState): string {
  const done = amountOf(doneBytes, totalBytes);
  if (bytesPerSecond === undefined) return done;
  return `${done} · ${speedOf(bytesPerSecond, totalBytes - doneBytes)}`;
}

import { createEffect, createMemo, on, Show } from 'solid-js';
import type { ServiceFailure } from '#client/errors.ts';
import { sentences } from '#web/i18n/lists.ts';
import { formatPercent } from '#web/i18n/numbers.ts';
import { say } from '#web/i18n/words.ts';
import { serviceFailure } from '#words/service-failure.ts';
import { uploadView as words } from '#words/upload-view.ts';
import { announce } from '#web/ui/announce.tsx';
import { Notice } from '#web/ui/notice.tsx';
import styles from './upload-view.module.css';
import { amountOf, speedOf } from './transfer-words.ts';
import { percentOf } from './upload-job.ts';
import type { UploadProgress } from './upload-job.ts';

export interface UploadViewProps {
  /** Undefined while the server checks the complete upload. */
  readonly upload: UploadProgress | undefined;
}

export function UploadView(props: UploadViewProps) {
  const percent = createMemo(() => percentOf(props.upload));
  const tenth = createMemo(() => Math.floor(percent() / 10));
  createEffect(on(tenth, (tenths) => announce(formatPercent(tenths * 10)), { defer: true }));
  return (
    <div class={styles['paper']} data-state={stateOf(props.upload)}>
      <p class={styles['head']}>
        <span class={styles['percent']} aria-hidden="true">
          {formatPercent(percent())}
        </span>
        <Show when={props.upload}>{(upload) => <span class={styles['amount']}>{amount(upload())}</span>}</Show>
      </p>
      <progress class={styles['bar']} max="100" value={percent()} aria-label={words.label} />
      <div class={styles['state']}>
        <Show when={props.upload} fallback={<p role="status">{words.finishing}</p>}>
          {(upload) => <UploadState upload={upload()} percent={percent()} />}
        </Show>
      </div>
    </div>
  );
}

function UploadState(props: { readonly upload: UploadProgress; readonly percent: number }) {
  const failure = () => (props.upload.paused ? undefined : props.upload.failure);
  return (
    <Show
      when={failure()}
      fallback={
        <p>
          {props.upload.paused ? say(words.paused, { percent: formatPercent(props.percent) }) : speed(props.upload)}
        </p>
      }
    >
      {(now) => <Notice tone="info">{failureSentence(now(), props.percent)}</Notice>}
    </Show>
  );
}

const stateOf = (upload: UploadProgress | undefined) =>
  upload === undefined ? 'finishing' : upload.paused ? 'paused' : upload.failure ? 'waiting' : 'running';

const amount = ({ acknowledgedBytes, totalBytes }: UploadProgress) => amountOf(acknowledgedBytes, totalBytes);

function speed({ acknowledgedBytes, totalBytes, bytesPerSecond }: UploadProgress): string {
  if (bytesPerSecond === undefined) return words.underWay;
  return speedOf(bytesPerSecond, totalBytes - acknowledgedBytes);
}

function failureSentence({ kind }: ServiceFailure, done: number): string {
  const percent = formatPercent(done);
  // A reply that makes no sense is a fault of the service, too: the upload continues automatically.
  const sentence = say(words.failure[kind === 'strange' ? 'server' : kind], { percent });
  return kind === 'sign-in' ? sentences(serviceFailure['sign-in'], sentence) : sentence;
}

import { For, Show } from 'solid-js';
import { receiveOpened as messages } from '#words/receive-opened.ts';
import { formatAbsolute } from '#web/i18n/dates.ts';
import { say } from '#web/i18n/words.ts';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { OpenedFiles } from './opened-files.tsx';
import styles from './opened-secret.module.css';
import type { OpenedState } from './state.ts';
import { SecretSheet } from './secret-sheet.tsx';

interface OpenedContentProps {
  readonly now: OpenedState;
  /** The server erases the share once this opening is acknowledged. */
  readonly lastView: boolean;
  /** The text, every field and the files have been copied or saved. */
  readonly onKept: () => void;
  readonly onTaken: () => void;
  readonly onOver: () => void;
}

/** The content: text, fields and files; and a warning if the server broke the sealed terms. */
export function OpenedContent(props: OpenedContentProps) {
  const payload = () => props.now.opened.payload;
  const fields = () => payload().fields ?? [];
  const files = () => payload().files ?? [];
  const parts = () => (payload().text === undefined ? 0 : 1) + fields().length + (files().length > 0 ? 1 : 0);
  const keptParts = new Set<string>();
  const kept = (part: string) => {
    if (keptParts.has(part)) return;
    keptParts.add(part);
    if (keptParts.size >= parts()) props.onKept();
  };
  return (
    <>
      <Show when={props.now.opened.mismatch}>
        {(terms) => (
          <Notice tone="warn">
            <p>
              <strong>{messages.mismatch.title}</strong>
            </p>
            <p>{sealedTerms(terms())}</p>
            <Show when={terms().notBefore}>
              {(seconds) => <p>{say(messages.mismatch.notBefore, { time: formatAbsolute(seconds()) })}</p>}
            </Show>
          </Notice>
        )}
      </Show>
      <Show when={payload().text !== undefined}>
        <SecretSheet text={payload().text ?? ''} onKept={() => kept('text')} />
      </Show>
      <Show when={fields().length > 0}>
        <ul class={styles['fields']} aria-label={messages.fields}>
          <For each={fields()}>
            {(field, index) => {
              let value: HTMLElement | undefined;
              return (
                <li>
                  <bdi class={styles['name']} translate="no">
                    {field.name}
                  </bdi>
                  <bdi ref={(element) => (value = element)} class={styles['value']} translate="no">
                    {field.value}
                  </bdi>
                  <CopyButton
                    variant="plain"
                    text={() => field.value}
                    label={messages.copy}
                    description={say(messages.copyValue, { name: field.name })}
                    copied={messages.copied}
                    failed={messages.copyFailed}
                    source={() => value}
                    onCopied={() => kept(`field ${index()}`)}
                  />
                </li>
              );
            }}
          </For>
        </ul>
      </Show>
      <Show when={files().length > 0}>
        <OpenedFiles
          files={files()}
          now={props.now}
          lastView={props.lastView}
          onOver={props.onOver}
          onGone={() => kept('files')}
          onTaken={() => {
            kept('files');
            props.onTaken();
          }}
        />
      </Show>
    </>
  );
}

function sealedTerms({ maxViews, expiresAt }: NonNullable<OpenedState['opened']['mismatch']>): string {
  const until = formatAbsolute(expiresAt);
  return maxViews === 0
    ? say(messages.mismatch.textUnlimited, { until })
    : say(messages.mismatch.text, { views: maxViews, until });
}

import { createSignal, For, onMount, Show } from 'solid-js';
import { receive as messages } from '#messages/receive.ts';
import { formatAbsolute } from '#web/i18n/dates.ts';
import { basePath } from '#web/layout/environment.ts';
import { Heading } from '#web/layout/page.tsx';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { Seal } from '#web/ui/seal.tsx';
import { OpenedFiles } from './opened-files.tsx';
import styles from './opened-secret.module.css';
import { ReceiptLine } from './receipt-line.tsx';
import type { Opened } from './receiving.ts';
import { SecretSheet } from './secret-sheet.tsx';

interface OpenedSecretProps {
  readonly now: Opened;
  readonly onKept: () => void;
  readonly onTaken: () => void;
  readonly onOver: () => void;
  readonly onHurry: () => void;
}

export function OpenedSecret(props: OpenedSecretProps) {
  const payload = () => props.now.opened.payload;
  const fields = () => payload().fields ?? [];
  const files = () => payload().files ?? [];
  const parts = () => (payload().text === undefined ? 0 : 1) + fields().length + (files().length > 0 ? 1 : 0);
  const keptParts = new Set<string>();
  /** Leaving is free once every part that this page shows is somewhere else. */
  const kept = (part: string) => {
    if (keptParts.has(part)) return;
    keptParts.add(part);
    if (keptParts.size >= parts()) props.onKept();
  };
  return (
    <article class={styles['opened']}>
      <BreakingSeal />
      <ReceiptLine now={props.now} onHurry={props.onHurry} />
      <Show when={props.now.opened.mismatch}>
        {(terms) => (
          <Notice tone="warn">
            <p>
              <strong>{messages.opened.mismatch.title}</strong>
            </p>
            <p>
              {messages.opened.mismatch.text({
                views: messages.opened.mismatch.views(terms().maxViews),
                until: formatAbsolute(terms().expiresAt),
              })}
            </p>
          </Notice>
        )}
      </Show>
      <Show when={payload().title} fallback={<Heading class="visually-hidden">{messages.opened.untitled}</Heading>}>
        {(title) => (
          <Heading class={styles['title']}>
            <bdi translate="no">{title()}</bdi>
          </Heading>
        )}
      </Show>
      <Show when={payload().text !== undefined}>
        <SecretSheet text={payload().text ?? ''} onKept={() => kept('text')} />
      </Show>
      <Show when={fields().length > 0}>
        <ul class={styles['fields']} aria-label={messages.opened.fields}>
          <For each={fields()}>
            {(field, index) => (
              <li>
                <bdi class={styles['name']} translate="no">
                  {field.name}
                </bdi>
                <bdi class={styles['value']} translate="no">
                  {field.value}
                </bdi>
                <CopyButton
                  variant="plain"
                  text={() => field.value}
                  label={messages.opened.copy}
                  description={messages.opened.copyValue(field.name)}
                  copied={messages.opened.copied}
                  failed={messages.opened.copyFailed}
                  onCopied={() => kept(`field ${index()}`)}
                />
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={files().length > 0}>
        <OpenedFiles
          files={files()}
          now={props.now}
          onOver={props.onOver}
          onGone={() => kept('files')}
          onTaken={() => {
            kept('files');
            props.onTaken();
          }}
        />
      </Show>
      <Show when={!props.now.kept}>
        <p class={styles['leave']}>
          {parts() === 1 && files().length > 0 ? messages.opened.files.leaveUnsaved : messages.opened.leaveUnkept}
        </p>
      </Show>
      <p class={styles['after']}>
        <a class={styles['answer']} href={basePath()}>
          {messages.opened.answer}
        </a>
      </p>
      <p class={styles['printed']}>{messages.opened.printed(formatAbsolute(payload().expiresAt))}</p>
    </article>
  );
}

function BreakingSeal() {
  const [state, setState] = createSignal<'whole' | 'broken'>('whole');
  onMount(() => requestAnimationFrame(() => setState('broken')));
  return (
    <span class={styles['seal']}>
      <Seal state={state()} />
    </span>
  );
}

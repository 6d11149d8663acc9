import { createEffect, createSignal, Show } from 'solid-js';
import type { Component } from 'solid-js';
import type { FileEntry } from '#crypto/payload.ts';
import { receiveOpened as messages } from '#words/receive-opened.ts';
import { Button } from '#web/ui/button.tsx';
import type { FilesPanelProps } from './files/files-panel.tsx';
import styles from './opened-secret.module.css';
import type { OpenedState } from './state.ts';

interface OpenedFilesProps {
  readonly files: readonly FileEntry[];
  readonly now: OpenedState;
  readonly lastView: boolean;
  readonly onTaken: () => void;
  readonly onOver: () => void;
  /** They can no longer be fetched, so leaving the page loses nothing. */
  readonly onGone: () => void;
}

type Loading =
  | { readonly at: 'loading' }
  | { readonly at: 'loaded'; readonly Panel: Component<FilesPanelProps> }
  | { readonly at: 'failed' };

/**
 * A separate function: Vite merges a `then` right after `import()` into its preload, which then misses failed styles.
 */
const importPanel = () => import('./files/files-panel.tsx');

/** Loads the lazy module that shows and saves files. The lease is renewed in the meantime. */
export function OpenedFiles(props: OpenedFilesProps) {
  const [state, setState] = createSignal<Loading>({ at: 'loading' });
  const load = () => {
    setState({ at: 'loading' });
    importPanel().then(
      (loaded) => setState({ at: 'loaded', Panel: loaded.default }),
      () => setState({ at: 'failed' }),
    );
  };
  load();
  createEffect(() => props.now.receipt.at === 'lapsed' && props.onGone());
  const panel = () => {
    const now = state();
    return now.at === 'loaded' ? now.Panel : undefined;
  };
  return (
    <Show when={panel()} fallback={<Unloaded failed={state().at === 'failed'} onRetry={load} />} keyed>
      {(Panel) => (
        <Panel
          files={props.files}
          holder={props.now.holder}
          available={props.now.holder === undefined || props.now.receipt.at === 'held'}
          lastView={props.lastView}
          onTaken={props.onTaken}
          onOver={props.onOver}
        />
      )}
    </Show>
  );
}

function Unloaded(props: { readonly failed: boolean; readonly onRetry: () => void }) {
  return (
    <Show when={props.failed} fallback={<p role="status">{messages.files.loading}</p>}>
      <div class={styles['unloaded']}>
        <p role="alert">{messages.files.unloaded}</p>
        <Button onClick={() => props.onRetry()}>{messages.files.again}</Button>
      </div>
    </Show>
  );
}

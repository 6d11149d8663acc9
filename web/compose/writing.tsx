import { Show } from 'solid-js';
import { compose as words } from '#messages/compose.ts';
import { Button } from '#web/ui/button.tsx';
import { Notice } from '#web/ui/notice.tsx';
import type { Compose, SealingStep, Setback } from './composing.ts';
import type { Draft } from './draft.ts';
import type { Bounds } from './browser-effects.ts';
import { Sheet } from './sheet.tsx';
import { Terms } from './terms.tsx';
import styles from './writing.module.css';

export interface WritingProps {
  readonly state: Extract<Compose, { at: 'writing' | 'sealing' }>;
  readonly bounds: Bounds | undefined;
  readonly onEdit: (change: Partial<Draft>) => void;
  readonly onSeal: () => void;
  readonly onSealAndCopy: () => void;
  readonly onCancel: () => void;
}

export function Writing(props: WritingProps) {
  const sealing = () => (props.state.at === 'sealing' ? props.state.progress : undefined);
  const setback = () => (props.state.at === 'writing' ? props.state.setback : undefined);
  const sealByKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    props.onSealAndCopy();
  };
  return (
    <form
      autocomplete="off"
      onKeyDown={sealByKey}
      onSubmit={(event) => {
        event.preventDefault();
        props.onSeal();
      }}
    >
      <Sheet draft={props.state.draft} readOnly={sealing() !== undefined} onEdit={props.onEdit} />
      <fieldset class={styles['terms']} disabled={sealing() !== undefined}>
        <Terms draft={props.state.draft} bounds={props.bounds} onEdit={props.onEdit} />
      </fieldset>
      <Show when={setback()}>{(fault) => <Notice tone="error">{sentence(fault())}</Notice>}</Show>
      <div class={styles['actions']}>
        <Button type="submit" variant="primary" aria-disabled={sealing() !== undefined}>
          {words.seal}
        </Button>
        <Show when={sealing()} fallback={<span class={styles['shortcut']}>{shortcut}</span>}>
          {(progress) => (
            <>
              <span role="status">{progressText(progress())}</span>
              <Button variant="plain" onClick={() => props.onCancel()}>
                {words.cancel}
              </Button>
            </>
          )}
        </Show>
      </div>
    </form>
  );
}

const shortcut = words.shortcut[/Mac|iPhone|iPad/.test(navigator.platform) ? 'mac' : 'other'];

function sentence(setback: Setback): string {
  return setback.kind === 'trouble' ? words.trouble(setback.trouble) : words.setback[setback.kind];
}

function progressText(progress: SealingStep): string {
  // In tenths: a screen reader is not told of every hundredth.
  if (progress.step === 'hashing') return words.hashing(Math.floor(progress.fraction * 10) * 10);
  return progress.step === 'sealing' ? words.sealing : words.sending;
}

import { createSignal, onCleanup, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import { announce } from './announce.tsx';
import { Button } from './button.tsx';
import type { ButtonProps } from './button.tsx';

const COPIED_MS = 4000;

export interface CopyButtonProps extends Pick<ButtonProps, 'variant' | 'class'> {
  /** The exact text for the clipboard. */
  readonly text: () => string;
  readonly label: JSX.Element;
  /** The button's accessible name, where several buttons have the same text. */
  readonly description?: string;
  readonly copied: string;
  /** Shown if the browser refuses the clipboard: how to copy the selected text. */
  readonly failed: string;
  /** The element with the text. It is selected if the browser refuses the clipboard. */
  readonly source?: () => HTMLElement | undefined;
  readonly onCopied?: () => void;
}

export function CopyButton(props: CopyButtonProps) {
  const [state, setState] = createSignal<'ready' | 'copied' | 'failed'>('ready');
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));

  const show = (next: 'copied' | 'failed') => {
    clearTimeout(timer);
    setState(next);
    announce(next === 'copied' ? props.copied : props.failed);
    timer = setTimeout(() => setState('ready'), COPIED_MS);
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.text());
    } catch {
      select(props.source?.());
      show('failed');
      return;
    }
    show('copied');
    props.onCopied?.();
  };
  return (
    <Button
      variant={props.variant}
      class={props.class}
      data-state={state()}
      aria-label={state() === 'ready' ? props.description : undefined}
      onClick={() => void copy()}
    >
      <Show when={state() !== 'ready'} fallback={props.label}>
        {state() === 'copied' ? props.copied : props.failed}
      </Show>
    </Button>
  );
}

function select(element: HTMLElement | undefined): void {
  if (element === undefined) return;
  if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) {
    element.focus();
    element.select();
    return;
  }
  const selection = getSelection();
  selection?.removeAllRanges();
  const range = document.createRange();
  range.selectNodeContents(element);
  selection?.addRange(range);
}

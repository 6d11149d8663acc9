import { createEffect, on, Show } from 'solid-js';
import { link as words } from '#words/link.ts';
import { Notice } from '#web/ui/notice.tsx';
import { CopyLine } from './copy-line.tsx';

export interface MadeLinkProps {
  readonly label: string;
  readonly link: string;
  readonly linkWithoutKey: string;
  /** Undefined until it is known whether the press that made the link also copied it. */
  readonly copied: boolean | undefined;
  readonly onCopied: () => void;
}

/** A link that was just made. If it is not on the clipboard, its copy button takes the focus. */
export function MadeLink(props: MadeLinkProps) {
  let line: HTMLDivElement | undefined;
  createEffect(
    on(
      () => props.copied,
      (copied) => {
        // Not if the person has already turned to something else on the page.
        const isFree = document.activeElement?.matches('body, h1') ?? true;
        if (copied === false && isFree) line?.querySelector('button')?.focus();
      },
    ),
  );
  return (
    <>
      <Show when={props.copied !== undefined}>
        <Notice tone={props.copied ? 'ok' : 'info'}>{props.copied ? words.linkCopied : words.linkNotCopied}</Notice>
      </Show>
      <div ref={(element) => (line = element)}>
        <CopyLine
          label={props.label}
          text={props.link}
          plain={props.linkWithoutKey}
          action={words.copyLink}
          primary
          onCopied={props.onCopied}
        />
      </div>
    </>
  );
}

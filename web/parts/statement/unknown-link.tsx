import { Show } from 'solid-js';
import { basePath } from '#web/app/layout/environment.ts';
import { Statement } from './statement.tsx';

interface Words {
  readonly title: string;
  readonly text: string;
  readonly next: string;
  readonly compose: string;
  /** It is still in this browser's list. */
  readonly listed: { readonly text: string; readonly next: string; readonly shares: string };
}

interface UnknownLinkProps {
  readonly words: Words;
  /** Its title in this browser's list; undefined: it is not in the list. */
  readonly listedTitle: string | undefined;
}

/** The server knows nothing about this manage link. This browser's list may still have its title. */
export function UnknownLink(props: UnknownLinkProps) {
  return (
    <Show
      when={props.listedTitle}
      fallback={
        <Statement
          title={props.words.title}
          text={props.words.text}
          next={props.words.next}
          actions={<a href={basePath()}>{props.words.compose}</a>}
        />
      }
    >
      {(title) => (
        <Statement
          title={<bdi translate="no">{title()}</bdi>}
          text={props.words.listed.text}
          next={props.words.listed.next}
          actions={<a href={`${basePath()}shares`}>{props.words.listed.shares}</a>}
        />
      )}
    </Show>
  );
}

import { For, Show } from 'solid-js';
import { table } from '#web/i18n/words.ts';
import { brand } from './brand.ts';

/** The operator's labels and the link to support. The server puts them into every page's words. */
interface OwnWords {
  /** By the position of the link. */
  readonly links: Readonly<Record<number, string>>;
  readonly support: string;
  readonly supportNext: string;
}
const own = table('own') as OwnWords;

/** @param at the position of a footer link */
export const ownLabel = (at: number): string | undefined => own.links[at];

/** The links that the operator added to the footer. */
export function OwnLinks() {
  return (
    <>
      <For each={brand().footerLinks}>{({ url }, at) => <Outward url={url} label={ownLabel(at())} />}</For>
      <Show when={brand().supportContact}>{(url) => <Outward url={url()} label={own.support} />}</Show>
    </>
  );
}

/** Where to ask for help after a failure, if the operator has named a contact. */
export function SupportLine() {
  return (
    <Show when={brand().supportContact}>
      {(url) => (
        <p>
          <Outward url={url()} label={own.supportNext} />
        </p>
      )}
    </Show>
  );
}

function Outward(props: { readonly url: string; readonly label: string | undefined }) {
  return (
    <a href={props.url} rel="noreferrer noopener">
      {props.label}
    </a>
  );
}

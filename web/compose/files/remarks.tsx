import { For } from 'solid-js';
import { compose as words } from '#messages/compose.ts';
import { displayName } from './shown-names.ts';
import type { Remark } from './take-files.ts';

/** What did not come along, and why. */
export function Remarks(props: { readonly remarks: readonly Remark[] }) {
  return <For each={props.remarks}>{(remark) => <p>{sentence(remark)}</p>}</For>;
}

function sentence(remark: Remark) {
  switch (remark.kind) {
    case 'too-large':
      return words.files.tooLarge(remark, <bdi translate="no">{displayName(remark.name)}</bdi>);
    case 'unreadable':
      return words.files.unreadable(remark.count);
    case 'nothing':
    case 'too-many':
      return words.files.remarks[remark.kind];
  }
}

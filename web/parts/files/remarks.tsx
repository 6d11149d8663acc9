import { For } from 'solid-js';
import { attach as words } from '#messages/attach.ts';
import { displayName } from '#client/display-name.ts';
import type { Remark } from './add-files.ts';

/** Which files were not added, and why. */
export function Remarks(props: { readonly remarks: readonly Remark[] }) {
  return <For each={props.remarks}>{(remark) => <p>{sentence(remark)}</p>}</For>;
}

function sentence(remark: Remark) {
  switch (remark.kind) {
    case 'too-large':
      return words.tooLarge(remark, <bdi translate="no">{displayName(remark.name)}</bdi>);
    case 'renamed':
      return words.renamed(remark.others, <bdi translate="no">{displayName(remark.name)}</bdi>);
    case 'unreadable':
      return words.unreadable(remark.count);
    case 'nothing':
    case 'too-many':
      return words.remarks[remark.kind];
  }
}

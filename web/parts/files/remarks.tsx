import { For } from 'solid-js';
import { displayName } from '#client/display-name.ts';
import { formatBytes } from '#web/i18n/sizes.ts';
import { inSlots, say } from '#web/i18n/words.ts';
import { attachedFiles as words } from '#words/attached-files.ts';
import type { Remark } from './add-files.ts';

/** Which files were not added, and why. */
export function Remarks(props: { readonly remarks: readonly Remark[] }) {
  return <For each={props.remarks}>{(remark) => <p>{sentence(remark)}</p>}</For>;
}

function sentence(remark: Remark) {
  switch (remark.kind) {
    case 'too-large': {
      const { size, maxBytes, others } = remark;
      const sizes = { size: formatBytes(size), max: formatBytes(maxBytes) };
      return inSlots(words.tooLarge, { name: <Name of={remark.name} />, ...sizes, others });
    }
    case 'renamed':
      return inSlots(words.renamed, { name: <Name of={remark.name} />, others: remark.others });
    case 'unreadable':
      return say(words.unreadable, { count: remark.count });
    case 'nothing':
    case 'too-many':
      return words.remarks[remark.kind];
  }
}

const Name = (props: { readonly of: string }) => <bdi translate="no">{displayName(props.of)}</bdi>;

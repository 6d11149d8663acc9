import { compose as words } from '#words/compose.ts';
import { Checkbox } from '#web/ui/checkbox.tsx';
import type { ComposeDraft } from './compose-draft.ts';

export interface AllowReplyProps {
  readonly draft: ComposeDraft;
  readonly onEdit: (change: Partial<ComposeDraft>) => void;
}

export function AllowReply(props: AllowReplyProps) {
  return (
    <Checkbox
      label={words.allowReply.label}
      hint={words.allowReply.hint}
      checked={props.draft.allowReply}
      onChange={(allowReply) => props.onEdit({ allowReply })}
    />
  );
}

import { createSignal, Show } from 'solid-js';
import type { Policy } from '#client/policy.ts';
import { compose as words } from '#words/compose.ts';
import type { TokenHolder } from '#web/parts/token/create-token-holder.ts';
import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Late } from '#web/ui/late.tsx';
import { conditionsFor } from './compose-draft.ts';
import type { ComposeDraft } from './compose-draft.ts';
import type { ComposeError } from './state.ts';

/** A lazy module, loaded when the person asks for it. */
const importConditionsTerms = () => import('./conditions/conditions-terms.tsx');

export interface LateConditionsProps {
  readonly draft: ComposeDraft;
  readonly policy: Policy | undefined;
  readonly error: ComposeError | undefined;
  readonly token: TokenHolder;
  readonly onEdit: (change: Partial<ComposeDraft>) => void;
}

/** A button that unfolds the second sentence of the terms. */
export function LateConditions(props: LateConditionsProps) {
  const [opened, setOpened] = createSignal(false);
  const open = () => {
    setOpened(true);
    props.onEdit({ conditions: conditionsFor(props.policy) });
  };
  return (
    <Show
      when={props.draft.conditions}
      fallback={
        <Button variant="plain" onClick={open}>
          <Icon name="plus" />
          {words.conditions.open}
        </Button>
      }
    >
      {(conditions) => (
        <Late
          load={importConditionsTerms}
          props={{
            draft: props.draft,
            conditions: conditions(),
            policy: props.policy,
            error: props.error,
            token: props.token,
            focused: opened(),
            onEdit: props.onEdit,
          }}
          failed={words.conditions.unloaded}
          again={words.conditions.retry}
        />
      )}
    </Show>
  );
}

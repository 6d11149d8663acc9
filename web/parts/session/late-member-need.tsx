import { Show } from 'solid-js';
import type { Policy } from '#client/policy.ts';
import { token as words } from '#words/token.ts';
import { Late } from '#web/ui/late.tsx';
import type { MemberNeedProps } from './member-need.tsx';

const importMemberNeed = () => import('./member-need.tsx');

/** Loaded where members can sign in. */
export function LateMemberNeed(props: Omit<MemberNeedProps, 'policy'> & { readonly policy: Policy | undefined }) {
  return (
    <Show when={props.policy?.signIn && props.policy}>
      {(policy) => (
        <Late
          load={importMemberNeed}
          props={{ policy: policy(), chosen: props.chosen, fault: props.fault, token: props.token }}
          failed={words.unloaded}
          again={words.retry}
        />
      )}
    </Show>
  );
}

import { Match, Switch } from 'solid-js';
import { membersGate as words } from '#words/members-gate.ts';
import { at } from '#web/app/state.ts';
import type { MembersGate } from '#web/parts/session/create-members-gate.ts';
import { MembersAsk } from '#web/parts/session/members-ask.tsx';
import { SignInLink } from '#web/parts/session/sign-in-link.tsx';
import { Notice } from '#web/ui/notice.tsx';

/** The session ended while somebody wrote an answer. A lazy module. */
export default function MembersFault(props: { readonly gate: MembersGate }) {
  const state = () => props.gate.state();
  return (
    <Notice tone="error">
      <Switch fallback={<MembersAsk gate={props.gate} />}>
        <Match when={at(state, 'member')}>
          <p>{words.sendAgain}</p>
        </Match>
        <Match when={at(state, 'nobody')}>
          <p>{words.ended}</p>
          <p>
            <SignInLink />
          </p>
        </Match>
      </Switch>
    </Notice>
  );
}

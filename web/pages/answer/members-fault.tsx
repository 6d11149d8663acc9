import { Match, Switch } from 'solid-js';
import { membersGate as words } from '#words/members-gate.ts';
import type { MembersGate } from '#web/parts/session/create-members-gate.ts';
import { MembersAsk } from '#web/parts/session/members-ask.tsx';
import { Notice } from '#web/ui/notice.tsx';

/** The session ended while somebody wrote an answer. A lazy module. */
export default function MembersFault(props: { readonly gate: MembersGate }) {
  return (
    <Notice tone="error">
      <Switch fallback={<MembersAsk gate={props.gate} />}>
        <Match when={props.gate.state().at === 'member'}>{words.sendAgain}</Match>
      </Switch>
    </Notice>
  );
}

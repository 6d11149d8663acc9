import { createEffect, on, Show } from 'solid-js';
import { receiveGates } from '#words/receive-gates.ts';
import { answer as messages } from '#words/answer.ts';
import { LateFromLine } from '#web/parts/session/late-from-line.tsx';
import { ForMembers, MembersAsk } from '#web/parts/session/members-ask.tsx';
import { Button } from '#web/ui/button.tsx';
import { membersGate } from '#words/members-gate.ts';
import { Statement } from '#web/parts/statement/statement.tsx';
import type { MembersState } from './state.ts';

export interface MembersRequestProps {
  readonly now: MembersState;
  /** Fetches the question again. */
  readonly onGoOn: () => void;
}

/** A request that only members read and answer, before anybody is known to be one. A lazy module. */
export default function MembersRequest(props: MembersRequestProps) {
  const isMember = () => props.now.gate.state().at === 'member';
  createEffect(
    // Not at first: the server has just refused this member.
    on(isMember, (member) => member && props.onGoOn(), { defer: true }),
  );
  return (
    <Statement
      title={messages.documentTitle}
      text={<ForMembers gate={props.now.gate} groups={props.now.description.members?.groups} kind="request" />}
      next={receiveGates.serverChecks}
    >
      <LateFromLine from={props.now.description.from} />
      <Show when={!isMember()} fallback={<Button onClick={() => props.onGoOn()}>{membersGate.again}</Button>}>
        <MembersAsk gate={props.now.gate} />
      </Show>
    </Statement>
  );
}

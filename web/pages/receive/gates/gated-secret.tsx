import { Match, Switch } from 'solid-js';
import type { GatedState, Given } from '#web/pages/receive/state.ts';
import { EarlySecret } from './early-secret.tsx';
import { MembersSecret } from './members-secret.tsx';
import { NamedSecret } from './named-secret.tsx';

export { lookAtGates, refusedByGate } from './look-at-gates.ts';

export interface GatedSecretProps {
  readonly now: GatedState;
  readonly onOpen: (given: Given) => void;
  readonly onRetryNow: () => void;
}

/** A lazy module: see lazy-gated-secret.tsx. */
export function GatedSecret(props: GatedSecretProps) {
  const early = () => (props.now.at === 'early' ? props.now : undefined);
  const ready = () => (props.now.at === 'early' ? undefined : props.now);
  const members = () => {
    const now = ready();
    return (now?.at === 'opening' ? now.ready : now)?.members && now;
  };
  const named = () => (members() ? undefined : ready());
  return (
    <Switch>
      <Match when={early()}>{(now) => <EarlySecret now={now()} />}</Match>
      <Match when={members()}>
        {(now) => <MembersSecret now={now()} onOpen={props.onOpen} onRetryNow={props.onRetryNow} />}
      </Match>
      <Match when={named()}>
        {(now) => <NamedSecret now={now()} onOpen={props.onOpen} onRetryNow={props.onRetryNow} />}
      </Match>
    </Switch>
  );
}

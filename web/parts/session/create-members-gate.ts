import { createSignal } from 'solid-js';
import type { Accessor } from 'solid-js';
import type { MemberFault, ServiceFailure } from '#client/errors.ts';
import { isOneOf } from '#client/member-terms.ts';
import type { ServerConfig } from '#server/http/config-wire.ts';
import type { Session } from '#server/session/wire.ts';
import type { MemberSession } from './create-session.ts';

export { MAX_GROUPS } from '#crypto/limits.ts';

/** The organisation whose members sign in here; undefined if the service has no sign-in. */
export type Organisation = ServerConfig['signIn'];

export type MembersGateState =
  | { readonly at: 'looking' }
  | { readonly at: 'unknown'; readonly failure: ServiceFailure }
  /** The service has no sign-in any more. */
  | { readonly at: 'off' }
  | { readonly at: 'nobody' }
  /** Signed in, and not in a group that it is for. `refused`: the server has said so. */
  | { readonly at: 'stranger'; readonly session: Session; readonly refused: boolean }
  | { readonly at: 'member'; readonly session: Session };

export interface MembersGateEffects {
  readonly session: Pick<MemberSession, 'state' | 'look' | 'pass'>;
  readonly organisation: () => Promise<Organisation>;
  /** Shows in the header who has signed in, and follows it. */
  readonly follow: () => void;
}

/** Whether the person who looks at a page is one of the members that a share or a request is for. */
export interface MembersGate {
  readonly state: Accessor<MembersGateState>;
  /** Undefined while it is not known. */
  readonly organisation: Accessor<string | undefined>;
  readonly passes: MemberSession['pass'];
  /** The server has refused a pass: the session is over, or the member is in none of the groups. */
  readonly refuse: (code: MemberFault) => void;
  readonly lookAgain: () => void;
}

/** @param groups undefined: every member */
export function createMembersGate(
  effects: MembersGateEffects,
  groups: () => readonly string[] | undefined,
): MembersGate {
  const { session } = effects;
  const [organisation, setOrganisation] = createSignal<Organisation | 'unknown'>('unknown');
  const [refused, setRefused] = createSignal<Session>();
  const readOrganisation = () => effects.organisation().then(setOrganisation, () => undefined);
  effects.follow();
  void readOrganisation();
  const isOf = (member: Session) => refused() !== member && isOneOf(member.groups, { groups: groups() });
  return {
    state: () => {
      if (organisation() === undefined) return { at: 'off' };
      const now = session.state();
      if (now.at === 'none') return { at: 'nobody' };
      if (now.at !== 'signed-in') return now;
      return isOf(now.session)
        ? { at: 'member', session: now.session }
        : { at: 'stranger', session: now.session, refused: refused() === now.session };
    },
    organisation: () => {
      const known = organisation();
      return known === 'unknown' ? undefined : known?.name;
    },
    passes: session.pass,
    refuse: (code) => {
      const now = session.state();
      if (code === 'not-a-member' && now.at === 'signed-in') setRefused(now.session);
      else void session.look();
    },
    lookAgain: () => {
      if (organisation() === 'unknown') void readOrganisation();
      void session.look();
    },
  };
}

import { ApiError } from '#client/errors.ts';
import type { Session } from '#server/session/wire.ts';
import { createMembersGate } from '#web/parts/session/create-members-gate.ts';
import type { Organisation } from '#web/parts/session/create-members-gate.ts';
import { createSession } from '#web/parts/session/create-session.ts';

interface GateOptions {
  readonly groups?: readonly string[];
  readonly organisation?: Organisation;
}

/** The gate of a share or a request for members, and what happens to the session in another tab. */
export function gateWorld({ groups, ...given }: GateOptions = {}) {
  const service = {
    signedIn: null as Session | null,
    organisation: 'organisation' in given ? given.organisation : { name: 'Example' },
    failure: undefined as Error | undefined,
  };
  const reply = async <T>(read: () => T): Promise<T> => {
    await Promise.resolve();
    if (service.failure) throw service.failure;
    return read();
  };
  const session = createSession({
    api: {
      read: () => reply(() => service.signedIn),
      pass: async () => {
        if (service.signedIn === null) throw new ApiError({ code: 'pass-required', status: 401 });
        return { pass: 'pass', expiresAt: 1 };
      },
      end: () => reply(() => (service.signedIn = null)),
    },
    tellOtherTabs: () => undefined,
    followOtherTabs: () => () => undefined,
  });
  const follow = () => void session.follow();
  const gate = createMembersGate(
    { session, organisation: () => reply(() => service.organisation), follow },
    () => groups,
  );
  const turn = async (signedIn: Session | null) => {
    service.signedIn = signedIn;
    await session.look();
  };
  return { service, gate, signIn: (member: Session) => turn(member), signOut: () => turn(null), look: session.look };
}

export type GateWorld = ReturnType<typeof gateWorld>;

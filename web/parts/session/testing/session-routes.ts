import type { Session } from '#server/session/wire.ts';
import { session } from '#web/parts/session/session.ts';

/** The session of the whole page: its header and its forms ask `api/session`, which this replaces. */
export function sessionRoutes() {
  const server = { signedIn: null as Session | null, isStrange: false };
  const before = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const verb = /\/api\/session\/(\w+)$/.exec(url)?.[1];
    if (verb === undefined) return before(input, init);
    if (server.isStrange) return new Response('<p>A proxy', { headers: { 'content-type': 'text/html' } });
    if (verb === 'end') server.signedIn = null;
    return Response.json(verb === 'read' ? { session: server.signedIn } : {});
  };
  /** In another tab; then this one comes to the front. */
  const turn = async (signedIn: Session | null) => {
    await session.look();
    Object.assign(server, { signedIn, isStrange: false });
    dispatchEvent(new Event('focus'));
    await session.look();
  };
  return {
    server,
    signIn: (member: Session) => turn(member),
    signOut: () => turn(null),
    restore: () => (window.fetch = before),
  };
}

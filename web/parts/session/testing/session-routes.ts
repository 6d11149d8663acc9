import { render } from 'solid-js/web';
import type { JSX } from 'solid-js';
import { afterAll, afterEach } from 'vitest';
import type { Session } from '#server/session/wire.ts';
import { session } from '#web/parts/session/session.ts';

/**
 * The session of the whole page: its header and its forms ask `api/session`, which this replaces. After each test, what
 * `mount` showed is removed and nobody is signed in.
 */
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
  let unmount: () => void = () => undefined;
  document.body.appendChild(document.createElement('header'));
  afterEach(async () => {
    unmount();
    await turn(null);
  });
  afterAll(() => void (window.fetch = before));

  /** Replaces what it showed before. */
  function mount(view: () => JSX.Element): HTMLElement {
    unmount();
    const root = document.body.appendChild(document.createElement('main'));
    const dispose = render(view, root);
    unmount = () => {
      dispose();
      root.remove();
    };
    return root;
  }
  return { server, mount, signIn: (member: Session) => turn(member), signOut: () => turn(null) };
}

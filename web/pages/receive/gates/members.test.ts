import { createSignal } from 'solid-js';
import { expect, test } from 'vitest';
import { ApiError, NetworkError } from '#client/errors.ts';
import type { OpenRequest } from '#client/open.ts';
import type { Session } from '#server/session/wire.ts';
import type { DescribeReply } from '#server/shares/wire.ts';
import type { SessionState } from '#web/parts/session/create-session.ts';
import type { MembersGateEffects } from '#web/parts/session/create-members-gate.ts';
import { failing, live, openedShare, preambleWith, receiveWorld } from '#web/pages/receive/testing/world.ts';
import type { ReceiveEffects } from '#web/pages/receive/state.ts';

const forMembers: DescribeReply = { ...live, members: {}, preamble: await preambleWith({ members: {} }) };
const forStaff: DescribeReply = {
  ...live,
  members: { groups: ['staff'] },
  preamble: await preambleWith({ members: { groups: ['staff'] } }),
};
const ana: Session = { who: 'ana@example.org', groups: ['staff'], creator: true, expiresAt: 9 };
const bob: Session = { who: 'bob@example.org', groups: [], creator: true, expiresAt: 9 };

/** A page of a share for members. `signIn` is what happens in another tab. */
async function membersWorld(
  over: Partial<ReceiveEffects> = {},
  organisation: { name: string } | 'none' = { name: 'Example' },
) {
  const [state, signIn] = createSignal<SessionState>({ at: 'none' });
  const opened: OpenRequest[] = [];
  const effects: MembersGateEffects = {
    session: { state, look: async () => undefined, pass: async (purpose, id) => `${purpose} ${id}` },
    organisation: async () => (organisation === 'none' ? undefined : organisation),
    follow: () => undefined,
  };
  const world = receiveWorld({
    describe: async () => forMembers,
    loadMembers: async () => effects,
    openShare: async (request) => {
      opened.push(request);
      return openedShare;
    },
    ...over,
  });
  await world.receive.start();
  const gate = () => {
    const now = world.receive.state();
    return now.at === 'ready' ? now.members?.state() : undefined;
  };
  return {
    ...world,
    signIn: (session: Session) => signIn({ at: 'signed-in', session }),
    opened,
    gate,
    state,
    signOut: () => signIn({ at: 'none' }),
  };
}

test('signing in in another tab lets the same page go on, and nothing is opened before the press', async () => {
  const { receive, signIn, opened, gate } = await membersWorld();
  expect(gate()).toEqual({ at: 'nobody' });
  signIn(ana);
  expect(gate()).toEqual({ at: 'member', session: ana });
  expect(opened).toEqual([]);
  await receive.open();
  expect(receive.state()).toMatchObject({ at: 'opened' });
  expect(await opened[0]?.passes?.('open', 'x')).toBe('open x');
});

test('a member of another group is told so, and can sign in as somebody else', async () => {
  const { signIn, gate } = await membersWorld({ describe: async () => forStaff });
  signIn(bob);
  expect(gate()).toEqual({ at: 'stranger', session: bob, refused: false });
  signIn(ana);
  expect(gate()).toMatchObject({ at: 'member' });
});

test('a session that has ended meanwhile is asked for again, and no claim is kept', async () => {
  const refusals = [new ApiError({ code: 'pass-required', status: 401 })];
  const open = failing(refusals, openedShare);
  const { receive, signIn, signOut, gate, storage } = await membersWorld({
    openShare: () => {
      if (refusals.length > 0) signOut();
      return open();
    },
  });
  signIn(ana);
  await receive.open();
  expect([gate(), storage.kept.size]).toEqual([{ at: 'nobody' }, 0]);
  signIn(ana);
  await receive.open();
  expect(receive.state()).toMatchObject({ at: 'opened' });
});

test('a member whom the server refuses is told so', async () => {
  const refused = new ApiError({ code: 'not-a-member', status: 403 });
  const { receive, signIn, gate } = await membersWorld({ openShare: () => Promise.reject(refused) });
  signIn(ana);
  await receive.open();
  expect(gate()).toEqual({ at: 'stranger', session: ana, refused: true });
});

test('a service that has no sign-in any more says that nobody can open it', async () => {
  const off = await membersWorld({}, 'none');
  await expect.poll(() => off.gate()).toEqual({ at: 'off' });
});

test.each(['pass-required', 'not-a-member'] as const)(
  'a server that refuses with %s what is not for members is named',
  async (code) => {
    const { receive } = receiveWorld({ openShare: () => Promise.reject(new ApiError({ code, status: 403 })) });
    await receive.start();
    await receive.open();
    expect(receive.state()).toEqual({ at: 'forged', fetched: true });
  },
);

test('code that does not arrive is loaded again', async () => {
  let tries = 0;
  const { receive } = receiveWorld({
    describe: async () => forMembers,
    loadMembers: async () => {
      tries++;
      if (tries === 1) throw new NetworkError('unreachable');
      return {
        session: { state: () => ({ at: 'none' }), look: async () => undefined, pass: async () => '' },
        organisation: async () => ({ name: 'Example' }),
        follow: () => undefined,
      };
    },
  });
  await receive.start();
  expect(receive.state()).toMatchObject({ at: 'ready', members: expect.anything() as unknown });
});

test('before its time nobody is asked to sign in', async () => {
  const notYet = await preambleWith({ members: {}, notBefore: 5000 });
  const { receive } = receiveWorld({
    describe: async () => ({ ...forMembers, notBefore: 5000, preamble: notYet }),
    loadMembers: () => Promise.reject(new Error('loaded')),
    wait: () => new Promise(() => undefined),
  });
  void receive.start();
  await expect.poll(() => receive.state().at).toBe('early');
});

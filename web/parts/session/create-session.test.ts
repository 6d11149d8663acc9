import { expect, test } from 'vitest';
import { ApiError, NetworkError } from '#client/errors.ts';
import type { Session } from '#server/session/wire.ts';
import { createSession } from './create-session.ts';
import type { SessionEffects } from './create-session.ts';

const ana: Session = { who: 'ana@example.org', address: 'ana@example.org', groups: [], creator: true, expiresAt: 9 };
const nobody = new ApiError({ code: 'pass-required', status: 401 });

function begin() {
  const world = {
    signedIn: undefined as Session | undefined,
    failure: undefined as Error | undefined,
    reads: 0,
    told: 0,
    turn: (): unknown => undefined,
  };
  const orFail = <T>(value: T): T => {
    if (world.failure) throw world.failure;
    return value;
  };
  const effects: SessionEffects = {
    api: {
      read: async () => {
        world.reads++;
        return orFail(world.signedIn ?? null);
      },
      pass: async ({ for: purpose, id }) => {
        if (world.signedIn === undefined) throw nobody;
        return orFail({ pass: `${purpose} ${id}`, expiresAt: 1 });
      },
      end: async () => orFail((world.signedIn = undefined)),
    },
    tellOtherTabs: () => {
      world.told++;
    },
    followOtherTabs: (look) => {
      world.turn = look;
      return () => (world.turn = () => undefined);
    },
  };
  return { world, session: createSession(effects) };
}

test('a page learns who has signed in, and follows another tab until it stops', async () => {
  const { world, session } = begin();
  expect(session.state()).toEqual({ at: 'looking' });
  const stop = session.follow();
  await session.look();
  expect(session.state()).toEqual({ at: 'none' });
  world.signedIn = ana;
  world.turn();
  await session.look();
  expect(session.state()).toEqual({ at: 'signed-in', session: ana });
  stop();
  world.signedIn = undefined;
  world.turn();
  expect(session.state()).toEqual({ at: 'signed-in', session: ana });
});

test('several reasons to look at once are one call', async () => {
  const { world, session } = begin();
  await Promise.all([session.look(), session.look(), session.look()]);
  expect(world.reads).toBe(1);
});

test('the same session is the same state, so that nothing is drawn again', async () => {
  const { world, session } = begin();
  world.signedIn = ana;
  await session.look();
  const before = session.state();
  world.signedIn = { ...ana };
  await session.look();
  expect(session.state()).toBe(before);
});

test('without a connection a known session stays, and an unknown one is said to be unknown', async () => {
  const { world, session } = begin();
  world.failure = new NetworkError('unreachable');
  await session.look();
  expect(session.state()).toEqual({ at: 'unknown', failure: { kind: 'offline' } });
  Object.assign(world, { failure: undefined, signedIn: ana });
  await session.look();
  world.failure = new NetworkError('unreachable');
  await session.look();
  expect(session.state()).toMatchObject({ at: 'signed-in' });
});

test('a pass is for one purpose and one id; without a session there is no pass, and the page knows', async () => {
  const { world, session } = begin();
  world.signedIn = ana;
  await session.look();
  expect(await session.pass('open', 'abc')).toBe('open abc');
  world.signedIn = undefined;
  await expect(session.pass('open', 'abc')).rejects.toMatchObject({ code: 'pass-required' });
  expect(session.state()).toEqual({ at: 'none' });
});

test('signing out tells the other tabs, and only once the service has done it', async () => {
  const { world, session } = begin();
  Object.assign(world, { signedIn: ana, failure: new NetworkError('unreachable') });
  expect([await session.end(), world.told]).toEqual([false, 0]);
  world.failure = undefined;
  expect([await session.end(), world.told, session.state()]).toEqual([true, 1, { at: 'none' }]);
});

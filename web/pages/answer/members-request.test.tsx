import { createSignal } from 'solid-js';
import { render } from 'solid-js/web';
import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ProtocolError } from '#client/errors.ts';
import { gateWorld } from '#web/parts/session/testing/gate-world.ts';
import type { GateWorld } from '#web/parts/session/testing/gate-world.ts';
import { ana, arabicGroup, bob, longGroup, overflowAt320 } from '#web/parts/session/testing/names.ts';
import MembersRequest from './members-request.tsx';
import type { MembersState } from './state.ts';

let dispose: () => void = () => undefined;
afterEach(() => dispose());

function show(world: GateWorld, groups?: readonly string[]) {
  const description: MembersState['description'] = {
    ...{ state: 'open', createdAt: 1, expiresAt: 4_000_000_000, answersLeft: 1, from: 'boss@example.org' },
    members: groups ? { groups: [...groups] } : {},
  };
  const [now] = createSignal<MembersState>({ at: 'members', gate: world.gate, description });
  const fetched: number[] = [];
  const root = document.body.appendChild(document.createElement('main'));
  const unmount = render(() => <MembersRequest now={now()} onGoOn={() => fetched.push(fetched.length)} />, root);
  dispose = () => {
    unmount();
    root.remove();
  };
  return { root, fetched };
}

test('signing in in another tab fetches the question once', async () => {
  const world = gateWorld();
  const { root, fetched } = show(world);
  await expect.element(page.getByText('Only members of Example can read and answer this request.')).toBeVisible();
  await expect.element(page.getByText('boss@example.org')).toBeVisible();
  expect([root.querySelector('textarea'), fetched.length]).toEqual([null, 0]);
  await world.signIn(ana);
  await world.look();
  expect(fetched.length).toBe(1);
});

test('a member of another group fetches nothing, and can sign in as somebody else', async () => {
  const world = gateWorld({ groups: ['staff'] });
  const { fetched } = show(world, ['staff']);
  await world.signIn(bob);
  await expect.element(page.getByText(/but you are not in any group that this is for/)).toBeVisible();
  expect(fetched.length).toBe(0);
  await world.signOut();
  await expect.element(page.getByRole('link', { name: 'Sign in (opens in a new tab)' })).toBeVisible();
  await world.signIn(ana);
  expect(fetched.length).toBe(1);
});

test('a member whose pass was refused is not fetched for again and again, but can try with the keyboard', async () => {
  const world = gateWorld();
  await world.signIn(ana);
  const { fetched } = show(world);
  const again = page.getByRole('button', { name: 'Check again' });
  await expect.element(again).toBeVisible();
  expect(fetched.length).toBe(0);
  await userEvent.keyboard('{Tab}{Enter}');
  expect(fetched.length).toBe(1);
});

test('a service that does not answer, and one without a sign-in, are told apart', async () => {
  const world = gateWorld();
  world.service.failure = new ProtocolError('strange');
  show(world);
  await expect.element(page.getByRole('alert')).toMatchTextContent(/We can’t tell whether you are signed in/);
  dispose();
  show(gateWorld({ organisation: undefined }));
  await expect.element(page.getByText(/no longer has a sign-in for members/)).toBeVisible();
});

test('long names of groups stay within a small phone, from right to left too', async () => {
  const groups = [longGroup, arabicGroup];
  const { root } = show(gateWorld({ groups }), groups);
  await expect.element(page.getByText(/in one of these groups/)).toBeVisible();
  expect(overflowAt320(root)).toBe(0);
  root.dir = 'rtl';
  expect(overflowAt320(root)).toBe(0);
});

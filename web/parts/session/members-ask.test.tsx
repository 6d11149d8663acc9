import { render } from 'solid-js/web';
import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ProtocolError } from '#client/errors.ts';
import { ForMembers, MembersAsk } from './members-ask.tsx';
import { gateWorld } from './testing/gate-world.ts';
import type { GateWorld } from './testing/gate-world.ts';
import { ana, arabicGroup, bob, longGroup, longName, overflowAt320 } from './testing/names.ts';

let dispose: () => void = () => undefined;
afterEach(() => dispose());

function show({ gate }: GateWorld, groups?: readonly string[]) {
  const root = document.body.appendChild(document.createElement('main'));
  const unmount = render(
    () => (
      <>
        <p>
          <ForMembers gate={gate} groups={groups} kind="share" />
        </p>
        <MembersAsk gate={gate} />
      </>
    ),
    root,
  );
  dispose = () => {
    unmount();
    root.remove();
  };
  return root;
}

const link = () => page.getByRole('link', { name: 'Sign in (opens in a new tab)' });

test('while the page checks who is signed in, it says so, and then links to the sign-in in a tab of its own', async () => {
  const world = gateWorld();
  show(world);
  expect(document.body.textContent).toContain('Checking who is signed in…');
  await expect.element(link()).toBeVisible();
  expect(link().element()).toMatchObject({ target: '_blank', rel: 'noopener noreferrer' });
  expect(document.body.textContent).toContain('This page waits, then continues. Nothing has been used up.');
});

test('the link to the sign-in is the first stop of the keyboard', async () => {
  show(gateWorld());
  await expect.element(link()).toBeVisible();
  await userEvent.keyboard('{Tab}');
  await expect.element(link()).toHaveFocus();
});

test('a member of another group is told so politely, with what to do', async () => {
  const world = gateWorld({ groups: ['staff'] });
  show(world, ['staff']);
  await world.signIn(bob);
  const status = page.getByRole('status');
  await expect.element(status).toMatchTextContent(/signed in as bob@example\.org, but you are not in any group/);
  await expect.element(status).toMatchTextContent(/Ask the sender who it is for\./);
  await world.signOut();
  await expect.element(link()).toBeVisible();
});

test('a member whom the server refuses is told that it was the server, until somebody else signs in', async () => {
  const world = gateWorld({ groups: ['staff'] });
  show(world, ['staff']);
  await world.signIn(ana);
  world.gate.refuse('not-a-member');
  await expect.element(page.getByRole('status')).toMatchTextContent(/The server did not accept you, ana@example\.org/);
  await world.signIn({ ...ana, who: 'other@example.org' });
  expect(world.gate.state()).toMatchObject({ at: 'member' });
});

test('a service without a sign-in says that nobody can open it', async () => {
  show(gateWorld({ organisation: undefined }));
  await expect.element(page.getByRole('status')).toMatchTextContent(/no longer has a sign-in for members/);
});

test('if the service does not answer, the page says so, and checks again on request', async () => {
  const world = gateWorld();
  world.service.failure = new ProtocolError('strange');
  show(world);
  await expect.element(page.getByRole('alert')).toMatchTextContent(/We can’t tell whether you are signed in\./);
  Object.assign(world.service, { failure: undefined, signedIn: ana });
  await userEvent.keyboard('{Tab}');
  await expect.element(page.getByRole('button', { name: 'Check again' })).toHaveFocus();
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => world.gate.state().at).toBe('member');
  expect(world.gate.organisation()).toBe('Example');
});

test('a session that has ended meanwhile asks for the sign-in again', async () => {
  const world = gateWorld();
  show(world);
  await world.signIn(ana);
  world.service.signedIn = null;
  await expect(world.gate.passes('open', 'x')).rejects.toMatchObject({ code: 'pass-required' });
  await expect.element(link()).toBeVisible();
});

test.each(['ltr', 'rtl'])('long names stay within a small phone: %s', async (dir) => {
  const groups = [longGroup, arabicGroup];
  const world = gateWorld({ groups, organisation: { name: 'Gesellschaft für '.repeat(6) } });
  const root = show(world, groups);
  root.dir = dir;
  await world.signIn({ ...bob, who: longName });
  await expect.element(page.getByRole('status')).toMatchTextContent(longName);
  expect(root.textContent).toContain(arabicGroup);
  expect(overflowAt320(root)).toBe(0);
});

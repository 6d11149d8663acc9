import { render } from 'solid-js/web';
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { ProtocolError } from '#client/errors.ts';
import { gateWorld } from '#web/parts/session/testing/gate-world.ts';
import { ana, bob, longName, overflowAt320 } from '#web/parts/session/testing/names.ts';
import MembersFault from './members-fault.tsx';

let dispose: () => void = () => undefined;
afterEach(() => dispose());

function show(groups?: readonly string[]) {
  const world = gateWorld(groups && { groups });
  const root = document.body.appendChild(document.createElement('main'));
  const unmount = render(() => <MembersFault gate={world.gate} />, root);
  dispose = () => {
    unmount();
    root.remove();
  };
  return { ...world, root };
}

const alert = () => page.getByRole('alert').first();

test('an answer whose session ended is kept, and after signing in again the page says to send it again', async () => {
  const { signIn } = show();
  await expect.element(alert()).toMatchTextContent(/no longer signed in, so your answer was not sent/);
  await expect.element(page.getByRole('link', { name: 'Sign in (opens in a new tab)' })).toBeVisible();
  await signIn(ana);
  await expect.element(alert()).toMatchTextContent('You are signed in. Send your answer again.');
});

test('a member who has left the group is told so', async () => {
  const { signIn } = show(['staff']);
  await signIn(bob);
  await expect.element(alert()).toMatchTextContent(/you are not in any group that this is for/);
});

test('a member whom the server refuses is not asked to send it again', async () => {
  const { signIn, gate } = show(['staff']);
  await signIn(ana);
  gate.refuse('not-a-member');
  await expect.element(alert()).toMatchTextContent(/The server did not accept you/);
});

test('a service that does not answer is asked again', async () => {
  const { service, look, gate } = show();
  await expect.poll(() => gate.state().at).toBe('nobody');
  service.failure = new ProtocolError('strange');
  await look();
  await expect.element(page.getByText(/We can’t tell whether you are signed in\./)).toBeVisible();
  service.failure = undefined;
  await page.getByRole('button', { name: 'Check again' }).click();
  await expect.element(page.getByText(/no longer signed in/)).toBeVisible();
});

test('a long name stays within a small phone, from right to left too', async () => {
  const { signIn, root } = show(['staff']);
  await signIn({ ...bob, who: longName });
  await expect.element(alert()).toMatchTextContent(longName);
  expect(overflowAt320(root)).toBe(0);
  root.dir = 'rtl';
  expect(overflowAt320(root)).toBe(0);
});

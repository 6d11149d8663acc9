import { createSignal } from 'solid-js';
import { render } from 'solid-js/web';
import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Locator } from 'vitest/browser';
import type { Session } from '#server/session/wire.ts';
import type { MembersGate, MembersGateState } from '#web/parts/session/create-members-gate.ts';
import { overflowAt320 } from '#web/parts/session/testing/names.ts';
import { live, preambleWith } from '#web/pages/receive/testing/world.ts';
import type { Given, ReadyState } from '#web/pages/receive/state.ts';
import { EarlySecret } from './early-secret.tsx';
import { MembersSecret } from './members-secret.tsx';

let dispose: () => void = () => undefined;
afterEach(() => dispose());

const ana: Session = { who: 'ana@example.org', groups: ['staff'], creator: true, expiresAt: 9 };
const description = {
  ...live,
  members: { groups: ['staff'] },
  preamble: await preambleWith({ members: { groups: ['staff'] } }),
};

function world(first: MembersGateState = { at: 'nobody' }) {
  const [state, setState] = createSignal(first);
  const gate: MembersGate = {
    state,
    organisation: () => 'Example',
    passes: async () => 'pass',
    refuse: () => undefined,
    lookAgain: () => undefined,
  };
  const ready: ReadyState = { at: 'ready', description, password: false, members: gate };
  return { ready, signIn: () => setState({ at: 'member', session: ana }), signOut: () => setState({ at: 'nobody' }) };
}

function show(ready: ReadyState) {
  const [now, setNow] = createSignal(ready);
  const given: Given[] = [];
  const root = document.body.appendChild(document.createElement('main'));
  const unmount = render(
    () => <MembersSecret now={now()} onOpen={(one) => void given.push(one)} onRetryNow={() => undefined} />,
    root,
  );
  dispose = () => {
    unmount();
    root.remove();
  };
  return { root, given, setNow };
}

const focus = (locator: Locator) => (locator.element() as HTMLElement).focus();
const seal = () => page.getByRole('button', { name: 'Break the seal' });

test('after signing in, the focus is on the button, and Enter opens', async () => {
  const { ready, signIn } = world();
  const { root, given } = show(ready);
  expect(seal().elements()).toEqual([]);
  focus(page.getByRole('link'));
  signIn();
  await expect.element(seal()).toHaveFocus();
  expect(root.textContent).toContain('The sender sees that you, ana@example.org, opened it, and when.');
  await userEvent.keyboard('{Enter}');
  expect(given).toEqual([{}]);
});

test('with a password, the focus is on its field, and again after a wrong one', async () => {
  const { ready, signIn } = world();
  const locked: ReadyState = { ...ready, password: true, description: { ...description, attemptsLeft: 4 } };
  const { given, setNow } = show(locked);
  focus(page.getByRole('link'));
  signIn();
  const password = page.getByRole('textbox', { name: 'Password' });
  await expect.element(password).toHaveFocus();
  await userEvent.keyboard('guess{Enter}');
  expect(given).toEqual([{ password: 'guess' }]);
  focus(seal());
  setNow({ ...locked, error: 'wrong-password' });
  await expect.element(password).toHaveFocus();
});

test('who was signed in from the start keeps the focus, and who signs out cannot open', async () => {
  const { ready, signOut } = world({ at: 'member', session: ana });
  show(ready);
  await expect.element(seal()).toBeVisible();
  await expect.element(seal()).not.toHaveFocus();
  signOut();
  await expect.element(page.getByRole('link', { name: 'Sign in (opens in a new tab)' })).toBeVisible();
  expect(seal().elements()).toEqual([]);
});

test('a group whose name has no spaces stays within a small phone', () => {
  const { ready } = world();
  const { root } = show({ ...ready, description: { ...description, members: { groups: ['x'.repeat(128)] } } });
  expect(overflowAt320(root)).toBe(0);
});

test('before its time, a secret says for whom it is', () => {
  const { ready } = world();
  const root = document.body.appendChild(document.createElement('main'));
  const opensAt = Math.floor(Date.now() / 1000) + 3600;
  const unmount = render(() => <EarlySecret now={{ at: 'early', ready, opensAt, refused: false }} />, root);
  dispose = () => {
    unmount();
    root.remove();
  };
  expect(root.textContent).toContain('Only members of Example in this group can open this: staff.');
});

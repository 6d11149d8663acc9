import { createSignal } from 'solid-js';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { MemberFault } from '#client/errors.ts';
import type { Policy } from '#client/policy.ts';
import { LiveRegion } from '#web/ui/announce.tsx';
import { openPolicy } from '#web/parts/policy/testing/open-policy.ts';
import MemberNeed from './member-need.tsx';
import { session } from './session.ts';
import { ana, longName, overflowAt320 } from './testing/names.ts';
import { sessionRoutes } from './testing/session-routes.ts';

const routes = sessionRoutes();

const policyOf = (create: Policy['create']): Policy => ({ ...openPolicy, signIn: { name: 'Example' }, create });

/** The form of a page, with a field that is filled in. */
function show(create: Policy['create'], first: { readonly chosen?: boolean; readonly fault?: MemberFault } = {}) {
  const [chosen, choose] = createSignal(first.chosen ?? false);
  const [fault, setFault] = createSignal(first.fault);
  const token: string[] = [];
  const root = routes.mount(() => (
    <form>
      <textarea aria-label="Your secret">typed</textarea>
      <MemberNeed
        policy={policyOf(create)}
        chosen={chosen()}
        fault={fault()}
        token={{ need: () => token.push('need'), spare: () => token.push('spare') }}
      />
      <button type="submit">Seal it</button>
      <LiveRegion />
    </form>
  ));
  return { root, token, choose, setFault };
}

const link = () => page.getByRole('main').getByRole('link', { name: 'Sign in (opens in a new tab)' });
const submit = () => page.getByRole('button', { name: 'Seal it' });

test('where only members create, the page says so before, and signing in goes on with the button', async () => {
  const { root } = show('member');
  await expect.element(link()).toHaveAccessibleDescription(/Only members of Example can create something here\./);
  (link().element() as HTMLElement).focus();
  await routes.signIn(ana);
  await expect.element(submit()).toHaveFocus();
  expect(link().elements()).toEqual([]);
  await expect.element(page.getByRole('status')).toMatchTextContent('Signed in as ana@example.org');
  expect(root.querySelector('textarea')?.value).toBe('typed');
});

test('a refusal moves the focus to the link, which Tab leaves for the button', async () => {
  const { setFault } = show('member');
  await expect.element(link()).toBeVisible();
  setFault('pass-required');
  await expect.element(link()).toHaveFocus();
  await userEvent.keyboard('{Tab}');
  await expect.element(submit()).toHaveFocus();
});

test('where everyone creates, a member is needed only for what was chosen', async () => {
  const { root, choose } = show('anyone');
  await session.look();
  expect(link().elements()).toEqual([]);
  choose(true);
  await expect.element(link()).toHaveAccessibleDescription(/What you chose is for members of Example only/);
  choose(false);
  expect(root.querySelector('a')).toBe(null);
});

test('the session that has ended meanwhile is asked for again, also where everyone creates', async () => {
  await routes.signIn(ana);
  const { setFault } = show('anyone');
  await session.look();
  expect(link().elements()).toEqual([]);
  await routes.signOut();
  setFault('pass-required');
  await expect.element(link()).toBeVisible();
});

test('where a token does, too, its field comes with the sentence, and goes when a member signs in', async () => {
  const { token } = show('member-or-token');
  await expect.element(page.getByText(/Everyone else needs a token\./)).toBeVisible();
  expect(token).toContain('need');
  await routes.signIn(ana);
  await expect.poll(() => token.at(-1)).toBe('spare');
});

test('a member who may not create is told so, and so is one whom the server refuses', async () => {
  await routes.signIn({ ...ana, creator: false });
  show('member');
  const alert = page.getByRole('alert');
  await expect.element(alert).toMatchTextContent(/ana@example\.org, but you are not one of the members who can create/);
  await routes.signIn(ana);
  await session.look();
  show('member', { fault: 'not-a-member' });
  await expect.element(alert).toMatchTextContent(/not one of the members who can create/);
});

test('a service that does not say who is signed in is said to be the reason', async () => {
  await routes.signIn(ana);
  await session.look();
  routes.server.isStrange = true;
  const { setFault } = show('member');
  // A session that is known stays.
  await session.look();
  expect(page.getByRole('alert').elements()).toEqual([]);
  await routes.signOut();
  await session.look();
  routes.server.isStrange = true;
  await session.look();
  setFault('pass-required');
  await expect.element(page.getByRole('alert')).toMatchTextContent(/We can’t tell whether you are signed in\./);
});

test.each(['ltr', 'rtl'])('a long name stays within a small phone: %s', async (dir) => {
  await routes.signIn({ ...ana, who: longName, creator: false });
  const { root } = show('member');
  root.dir = dir;
  await expect.element(page.getByRole('alert')).toMatchTextContent(longName);
  expect(overflowAt320(root)).toBe(0);
});

import { createSignal } from 'solid-js';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Policy } from '#client/policy.ts';
import { openPolicy } from '#web/parts/policy/testing/open-policy.ts';
import { ana, arabicGroup, longGroup, overflowAt320 } from '#web/parts/session/testing/names.ts';
import { sessionRoutes } from '#web/parts/session/testing/session-routes.ts';
import { emptyAskDraft } from './ask-draft.ts';
import type { AskDraft } from './ask-draft.ts';
import AskMembers from './ask-members.tsx';

const routes = sessionRoutes();

const policy: Policy = {
  ...openPolicy,
  signIn: { name: 'Example', groups: ['staff', longGroup, arabicGroup] },
  notifyMail: true,
};

function show(change: Partial<AskDraft> = {}, over: Partial<Policy> = {}) {
  const [draft, setDraft] = createSignal<AskDraft>({ ...emptyAskDraft(), ...change });
  const edit = (made: Partial<AskDraft>) => setDraft((now) => ({ ...now, ...made }));
  const root = routes.mount(() => <AskMembers draft={draft()} policy={{ ...policy, ...over }} onEdit={edit} />);
  return { root, draft };
}

const who = () => page.getByLabelText('Who can answer');
const options = () => [...document.querySelectorAll('option')].map(({ value }) => value);

test('with the keyboard alone, a request is for members and then for one of their groups', async () => {
  const { draft } = show();
  (who().element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowDown}');
  expect(draft().forMembers).toBe(true);
  await userEvent.keyboard('{Tab} ');
  expect(draft().groups).toEqual(['staff']);
});

test('a request for anyone has no groups', async () => {
  const { root } = show();
  await who().selectOptions('members');
  expect(root.querySelectorAll('fieldset').length).toBe(1);
  await who().selectOptions('anyone');
  expect(root.querySelectorAll('fieldset').length).toBe(0);
});

test('only what the service allows can be chosen, and what was chosen stays', () => {
  show({}, { who: ['anyone'] });
  expect(options()).toEqual([]);
  show({ forMembers: true }, { who: ['anyone'] });
  expect(options()).toEqual(['anyone', 'members']);
  show({ forMembers: true }, { who: ['named', 'members'] });
  expect([options(), document.body.textContent.includes('members only')]).toEqual([[], true]);
});

test('a member who has signed in can be shown, and get mail about answers', async () => {
  const { draft } = show();
  await routes.signIn(ana);
  await page.getByRole('checkbox', { name: /Show me as the sender/ }).click();
  await page.getByRole('checkbox', { name: /Mail me when an answer arrives/ }).click();
  expect(draft()).toMatchObject({ showSender: true, mail: true, forMembers: false });
});

test('long names of groups stay within a small phone, from right to left too', () => {
  const { root } = show({ forMembers: true });
  expect(overflowAt320(root)).toBe(0);
  root.dir = 'rtl';
  expect(overflowAt320(root)).toBe(0);
});

import { createSignal } from 'solid-js';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Policy } from '#client/policy.ts';
import { openPolicy } from '#web/parts/policy/testing/open-policy.ts';
import { MAX_GROUPS } from './create-members-gate.ts';
import MemberChoices from './member-choices.tsx';
import type { MemberChoice } from './member-choices.tsx';
import { ana, arabicGroup, longGroup, longName, overflowAt320 } from './testing/names.ts';
import { sessionRoutes } from './testing/session-routes.ts';

const routes = sessionRoutes();

const policy: Policy = {
  ...openPolicy,
  signIn: { name: 'Example', groups: ['board', 'staff', longGroup, arabicGroup] },
  notifyMail: true,
};

interface Options {
  readonly kind?: 'share' | 'request';
  readonly forMembers?: boolean;
  readonly policy?: Policy;
}

function show(first: Partial<MemberChoice> = {}, options: Options = {}) {
  const [choice, setChoice] = createSignal<MemberChoice>({ groups: [], showSender: false, mail: false, ...first });
  const root = routes.mount(() => (
    <MemberChoices
      kind={options.kind ?? 'share'}
      forMembers={options.forMembers ?? true}
      choice={choice()}
      policy={options.policy ?? policy}
      onChange={(change) => setChoice((now) => ({ ...now, ...change }))}
    />
  ));
  return { root, choice };
}

const group = (name: string) => page.getByRole('checkbox', { name, exact: true });
const sender = () => page.getByRole('checkbox', { name: /Show me as the sender/ });
const mail = () => page.getByRole('checkbox', { name: /Mail me/ });

test('groups are chosen with the keyboard alone, in the order of the service, and without one it is for every member', async () => {
  const { choice, root } = show();
  expect(root.textContent).toContain('No group chosen: every member of Example.');
  (group('staff').element() as HTMLElement).focus();
  await userEvent.keyboard(' ');
  await userEvent.keyboard('{Shift>}{Tab}{/Shift} ');
  expect(choice().groups).toEqual(['board', 'staff']);
  expect(root.textContent).toContain('Members of at least one of these groups.');
  await userEvent.keyboard(' ');
  expect(choice().groups).toEqual(['staff']);
});

test('a group that the service no longer has stays, until it is removed', async () => {
  const { choice } = show({ groups: ['gone'] });
  await expect.element(group('gone')).toBeChecked();
  await group('gone').click();
  expect(choice().groups).toEqual([]);
  expect(group('gone').elements()).toEqual([]);
});

test('as many groups can be chosen as a secret can have, and no more', () => {
  const offered = Array.from({ length: MAX_GROUPS + 2 }, (_, at) => `group ${at}`);
  show(
    { groups: offered.slice(0, MAX_GROUPS) },
    { policy: { ...policy, signIn: { name: 'Example', groups: offered } } },
  );
  const disabled = page
    .getByRole('checkbox', { name: /^group/ })
    .elements()
    .filter((one) => one.matches(':disabled'));
  expect(disabled.length).toBe(2);
});

test('a service without groups says for whom it is all the same', () => {
  const { root } = show({}, { policy: { ...policy, signIn: { name: 'Example' } } });
  expect(root.querySelector('fieldset')).toBe(null);
  expect(root.textContent).toContain('The server checks this. It does not add encryption.');
});

test('only a member who has signed in can be shown or get mail, also with something that is for everyone', async () => {
  const { choice, root } = show({}, { forMembers: false });
  expect(root.textContent).toBe('');
  await routes.signIn(ana);
  await sender().click();
  await mail().click();
  expect(choice()).toMatchObject({ showSender: true, mail: true });
  expect(root.textContent).toContain('from ana@example.org');
});

test('a member without a verified address is offered neither', async () => {
  show({}, { forMembers: false });
  const { address: _, ...nameless } = ana;
  await routes.signIn({ ...nameless, who: 'b1f4' });
  await expect.element(page.getByText(/Signed in as/)).toBeVisible();
  expect(sender().elements()).toEqual([]);
  expect(mail().elements()).toEqual([]);
});

test('a service that sends no mail offers none', async () => {
  const { notifyMail: _, ...without } = policy;
  show({}, { policy: without });
  await routes.signIn(ana);
  await expect.element(sender()).toBeVisible();
  expect(mail().elements()).toEqual([]);
});

test('what a member chose can be taken back after the session has ended', async () => {
  await routes.signIn(ana);
  const { choice } = show({ showSender: true, mail: true });
  await expect.element(sender()).toBeChecked();
  await routes.signOut();
  await expect.element(page.getByRole('link', { name: /Sign in/ })).toBeVisible();
  (sender().element() as HTMLElement).focus();
  await userEvent.keyboard(' {Tab} ');
  expect(choice()).toMatchObject({ showSender: false, mail: false });
});

test.each([
  ['share', 'Mail me when it is opened', 'people are told so before they open it'],
  ['request', 'Mail me when an answer arrives', 'It does not add encryption.'],
] as const)('the words are those of a %s', async (kind, label, promise) => {
  await routes.signIn(ana);
  const { root } = show({}, { kind });
  await expect.element(mail()).toHaveAccessibleName(label);
  expect(root.textContent).toContain(promise);
});

test.each(['ltr', 'rtl'])('long names stay within a small phone: %s', async (dir) => {
  await routes.signIn({ ...ana, who: longName, address: longName });
  const { root } = show({ groups: [longGroup] });
  root.dir = dir;
  await expect.element(sender()).toBeVisible();
  expect(root.textContent).toContain(longName);
  expect(root.textContent).toContain(arabicGroup);
  expect(overflowAt320(root)).toBe(0);
});

import { createSignal } from 'solid-js';
import { render } from 'solid-js/web';
import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Policy } from '#client/policy.ts';
import { openPolicy } from '#web/parts/policy/testing/open-policy.ts';
import { emptyComposeDraft, emptyConditions } from '#web/pages/compose/compose-draft.ts';
import type { ComposeDraft, Conditions } from '#web/pages/compose/compose-draft.ts';
import ConditionsTerms from './conditions-terms.tsx';
import type { ConditionsFault } from './check-conditions.ts';

const everything: Policy = { ...openPolicy, people: 'anyone', webhooks: 'anyone' };

let dispose: () => void = () => undefined;
afterEach(() => dispose());

interface Options {
  readonly policy?: Policy;
  readonly fault?: ConditionsFault;
  readonly dir?: 'rtl';
}

function show(change: Partial<Conditions> = {}, { policy = everything, fault, dir }: Options = {}) {
  const asked: string[] = [];
  const [draft, setDraft] = createSignal<ComposeDraft>({
    ...emptyComposeDraft(),
    conditions: { ...emptyConditions, ...change },
  });
  const root = document.body.appendChild(document.createElement('main'));
  if (dir !== undefined) root.dir = dir;
  const unmount = render(
    () => (
      <ConditionsTerms
        draft={draft()}
        conditions={draft().conditions ?? emptyConditions}
        policy={policy}
        error={fault && { kind: 'conditions', fault }}
        focused
        token={{ need: () => asked.push('need'), spare: () => asked.push('spare') }}
        onEdit={(edit) => setDraft((now) => ({ ...now, ...edit }))}
      />
    ),
    root,
  );
  dispose = () => {
    unmount();
    root.remove();
  };
  const addresses = () => draft().conditions?.addresses;
  return { draft, root, addresses, asked };
}

const field = () => page.getByLabelText('Their email addresses');
const change = (text: string) => page.getByRole('button', { name: `Change ${text}`, exact: true });
const remove = (text: string) => page.getByRole('button', { name: `Remove ${text}`, exact: true });
const named = (...addresses: readonly string[]) => ({ audience: 'named', addresses }) as const;

test('only what the service offers can be chosen, and what is chosen stays', async () => {
  const { root } = show({}, { policy: openPolicy });
  const options = () => [...root.querySelectorAll('option')].map(({ textContent }) => textContent);
  expect(options()).toEqual([
    'anyone with the link',
    'several people, with a link for each',
    'from now on',
    'from a date I choose',
  ]);
  dispose();
  const withdrawn = show(named('bob@b.example'), { policy: openPolicy });
  await expect.element(page.getByLabelText('Who can open it')).toHaveValue('named');
  expect(withdrawn.addresses()).toEqual(['bob@b.example']);
});

test('addresses are typed one after the other, with the keyboard alone', async () => {
  const { addresses } = show(named());
  await field().click();
  await userEvent.keyboard('ana@a.example{Enter}bob@b.example,cy@c.example;');
  expect(addresses()).toEqual(['ana@a.example', 'bob@b.example', 'cy@c.example']);
  await userEvent.keyboard('di@d.example{Tab}');
  expect(addresses()).toContain('di@d.example');

  await field().click();
  await userEvent.keyboard('{Backspace}');
  await expect.element(change('di@d.example')).toHaveFocus();
  await userEvent.keyboard('{ArrowLeft}{Delete}');
  expect(addresses()).toEqual(['ana@a.example', 'bob@b.example', 'di@d.example']);
  await expect.element(change('di@d.example')).toHaveFocus();
  await userEvent.keyboard('{Backspace}');
  await expect.element(field()).toHaveFocus();
  expect(addresses()).toEqual(['ana@a.example', 'bob@b.example']);
});

test('a pasted list becomes addresses, without display names', async () => {
  const { root, addresses } = show(named());
  const pasted = new DataTransfer();
  pasted.setData('text/plain', '"Doe, Ana" <ana@a.example>\nbob@b.example\n');
  root
    .querySelector('input')
    ?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: pasted, bubbles: true, cancelable: true }));
  await expect.poll(addresses).toEqual(['ana@a.example', 'bob@b.example']);
});

test('more than 20 people are counted, and none is dropped', async () => {
  const { addresses } = show(named(...Array.from({ length: 22 }, (_, i) => `p${i}@b.example`)));
  await expect.element(page.getByText('You can name at most 20 people. Remove 2 addresses.')).toBeVisible();
  await remove('p0@b.example').click();
  await expect.element(page.getByText('You can name at most 20 people. Remove one address.')).toBeVisible();
  expect(addresses()).toHaveLength(21);
});

test('from right to left, the arrows follow the direction of the list', async () => {
  show(named('ana@a.example', 'bob@b.example'), { dir: 'rtl' });
  (change('ana@a.example').element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowLeft}');
  await expect.element(change('bob@b.example')).toHaveFocus();
  await userEvent.keyboard('{ArrowRight}');
  await expect.element(change('ana@a.example')).toHaveFocus();
});

test.each([
  ['people-none', 'Their email addresses', 'Enter at least one address.', named()],
  ['names-none', 'Their names', 'Enter at least one name.', { audience: 'each' }],
] as const)('the fault %s is shown in its field', async (fault, label, sentence, conditions) => {
  const notices = { url: 'http://a.example', secret: 'x', reference: 'r' };
  show({ notices, ...conditions }, { fault });
  await expect.element(page.getByText(sentence)).toBeVisible();
  await expect.element(page.getByLabelText(label, { exact: true })).toHaveAttribute('aria-invalid', 'true');
});

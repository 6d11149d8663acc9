import { Show } from 'solid-js';
import { render } from 'solid-js/web';
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { OwnTerms } from '#client/own-terms.ts';
import { at } from '#web/app/state.ts';
import { changeLanguage, textsIn } from '#web/i18n/testing/other-language.ts';
import { createNotifying } from '#web/parts/notify/create-notifying.ts';
import { ShownInbox } from './shown-inbox.tsx';
import { answer, empty, openedAnswer, withAnswers, withFile, inboxWorld } from './testing/inbox-world.ts';

let dispose: () => void = () => undefined;
afterEach(() => dispose());

async function show(...scene: Parameters<typeof inboxWorld>) {
  const here = inboxWorld(...scene);
  const permission = { now: 'default' as NotificationPermission };
  const notifier = createNotifying({
    permission: () => permission.now,
    request: async () => permission.now,
    show: () => undefined,
    focused: () => true,
  });
  const root = document.body.appendChild(document.createElement('main'));
  const shown = () => at(here.inbox.state, 'shown');
  const unmount = render(
    () => (
      <Show when={shown()}>
        {(now) => <ShownInbox now={now()} inbox={here.inbox} notifier={notifier} address="https://sotto.example/r/x" />}
      </Show>
    ),
    root,
  );
  dispose = () => {
    here.inbox.leave();
    unmount();
    root.remove();
  };
  await expect.poll(() => here.inbox.state().at).toBe('shown');
  return { ...here, permission };
}

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const focused = () => document.activeElement?.tagName;

test.each([
  ['Stop accepting answers', 'Stop accepting'],
  ['Delete the request', 'Delete everything'],
])('after “%s” the heading has the focus', async (ask, yes) => {
  await show(empty);
  await button(ask).click();
  await button(yes).click();
  await expect.poll(focused).toBe('H1');
});

test('after a failed deletion the heading has the focus, too', async () => {
  await show(empty, { remove: () => Promise.reject(new Error('refused')) });
  await button('Delete the request').click();
  await button('Delete everything').click();
  await expect.poll(focused).toBe('H1');
});

test.each([
  [{}, 'Members only'],
  [{ groups: ['ops', 'الدعم'] }, 'Only members in: \u2068ops, \u2068الدعم\u2069\u2069'],
])('a request for members says who can answer: %j', async (members, said) => {
  await show({ ...empty, members });
  await expect.element(page.getByText(said, { exact: true })).toBeVisible();
});

test('an answer that makes no sense is reported, and does not count as on its way', async () => {
  await show({ ...empty, answersTaken: 1, oddAnswers: 1 });
  const told = 'The server’s data about one answer makes no sense.';
  await expect.poll(() => page.getByRole('alert').query()?.textContent).toContain(told);
  expect(document.body.textContent).not.toMatch(/on its way|No answers/);
});

test('the button for notifications turns them on and off and keeps the focus', async () => {
  const { permission } = await show(empty);
  permission.now = 'granted';
  await button('Notify me of new answers').click();
  await expect.element(button('Stop notifications')).toHaveFocus();
  await button('Stop notifications').click();
  await expect.element(button('Notify me of new answers')).toHaveFocus();
  permission.now = 'denied';
  await button('Notify me of new answers').click();
  await expect.poll(focused).toBe('H1');
});

test('closing an answer that is deleted once read asks first while its files are unsaved', async () => {
  await show(
    { ...withAnswers(answer('a')), keep: 'read' },
    {
      openAnswer: async ({ answer: { id } }) => ({ id, linkKey: new Uint8Array(32), opened: withFile }),
    },
  );
  await button('Read: Answer 1').click();
  await button('Close: Answer 1').click();
  await expect
    .element(page.getByRole('alert'))
    .toHaveTextContent('This page has the only copy, and it will be lost. Close it anyway?');
});

test('an answer that stays is closed without a question', async () => {
  const { shown } = await show(withAnswers(answer('a')), {
    openAnswer: async ({ answer: { id } }) => ({ id, linkKey: new Uint8Array(32), opened: openedAnswer() }),
  });
  await button('Read: Answer 1').click();
  await button('Close: Answer 1').click();
  expect(shown().readings.size).toBe(0);
});

test('a deleted request accepted answers until its end, keeps none, and is not offered for the list', async () => {
  const farAhead = 4_000_000_000;
  await show({ ...empty, state: 'deleted', endedAt: 2000, expiresAt: farAhead });
  const shown = document.querySelector('dl')?.textContent;
  expect(shown).toMatch(/Accepted answersuntil .*1970/);
  expect(shown).not.toContain('is kept for');
  expect(document.body.textContent).not.toContain('this device');
  expect(document.body.textContent).not.toContain('2096');
});

test('an open request is offered for the list', async () => {
  await show(empty);
  await expect.element(button('Add to My shares')).toBeVisible();
});

test('every text of a request changes with the language, and an answer that was read stays', async () => {
  const terms: OwnTerms = { at: 'changed', terms: { expiresAt: 5000, maxAnswers: 1, answerTtl: 86_400, keep: 'read' } };
  const answers = [answer('a'), answer('b', { state: 'expired', endedAt: 2000 }), answer('c')];
  const { title: _title, ...untitled } = withAnswers(...answers);
  await show(
    { ...untitled, oddAnswers: 2, keep: 'read' },
    {
      checkTerms: async () => terms,
      openAnswer: async ({ answer: { id } }) => ({ id, linkKey: new Uint8Array(32), opened: openedAnswer() }),
    },
  );
  await button('Read: Answer 1').click();
  await button('Stop accepting answers').click();
  await expect.poll(() => document.body.textContent).toMatch(/accepts one answer until .*1970.*, and after 1 day at/);
  const before = textsIn(document.body);
  const changeBack = changeLanguage();
  expect(textsIn(document.body).filter((text) => before.includes(text))).toEqual([]);
  expect(document.body.textContent).toContain('hunter2');
  changeBack();
  expect(textsIn(document.body)).toEqual(before);
});

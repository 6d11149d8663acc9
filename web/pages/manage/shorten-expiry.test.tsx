import { createSignal } from 'solid-js';
import { render } from 'solid-js/web';
import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { ManagedShare } from '#client/manage.ts';
import { changeLanguage, textsIn } from '#web/i18n/testing/other-language.ts';
import { toLocal } from '#web/parts/terms/local-moment.ts';
import { ShortenExpiry } from './shorten-expiry.tsx';
import type { Managed } from './state.ts';

let dispose: () => void = () => undefined;
afterEach(() => dispose());

const start = Math.floor(Date.now() / 1000);
const hour = 3600;

/** @returns the moments that were sent, and a way to show a later state */
function show(over: Partial<ManagedShare> = {}, done = true) {
  const sent: number[] = [];
  const shown: Managed = {
    ...{ at: 'shown', listing: 'absent' },
    share: {
      ...{ state: 'live', createdAt: start, expiresAt: start + 5 * hour, maxViews: 1, viewsLeft: 1, attempts: 0 },
      ...{ hasPassword: false, attemptLimit: 5, onLimit: 'lock', openedAt: [], reading: 0, ...over },
    },
  };
  const [now, setNow] = createSignal(shown);
  const shorten = async (expiresAt: number) => {
    sent.push(expiresAt);
    return done;
  };
  const root = document.body.appendChild(document.createElement('main'));
  const unmount = render(() => <ShortenExpiry now={now()} manage={{ shorten }} />, root);
  dispose = () => {
    unmount();
    root.remove();
  };
  return { sent, change: (members: Partial<Managed>) => setNow({ ...shown, ...members }) };
}

const button = (name: string) => page.getByRole('button', { name, exact: true });
const field = () => page.getByLabelText('New expiry');
const focusedLabel = () => document.activeElement?.textContent;

test('an earlier expiry is chosen by keyboard alone, asked for, sent, and the form closes', async () => {
  const { sent } = show();
  button('End it earlier').element().focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(field()).toHaveFocus();
  const wanted = Math.ceil((start + 2 * hour) / 60) * 60;
  await field().fill(toLocal(wanted));
  button('Change expiry').element().focus();
  await userEvent.keyboard('{Enter}');
  await expect
    .element(page.getByText(/^Change the expiry to .* This can’t be undone\.$|this can’t be undone\.$/))
    .toBeVisible();
  await expect.poll(focusedLabel).toBe('Leave it');
  await userEvent.keyboard('{Shift>}{Tab}{/Shift}{Enter}');
  await expect.element(field()).not.toBeInTheDocument();
  expect(sent).toEqual([wanted]);
  await expect.poll(focusedLabel).toBe('End it earlier');
});

test('a moment that is missing, past, or later than the expiry is named in place, and nothing is sent', async () => {
  const { sent } = show();
  await button('End it earlier').click();
  for (const at of [undefined, start - hour, start + 6 * hour]) {
    if (at !== undefined) await field().fill(toLocal(at));
    await button('Change expiry').click();
    await expect.element(field()).toHaveAccessibleDescription(/Choose a date and time between .* and /);
    await expect.element(field()).toHaveFocus();
  }
  expect(sent).toEqual([]);
});

test('a refusal keeps the form and what was chosen', async () => {
  const { sent } = show({}, false);
  await button('End it earlier').click();
  const wanted = toLocal(Math.ceil((start + hour) / 60) * 60);
  await field().fill(wanted);
  await button('Change expiry').click();
  await button('Change it').click();
  await expect.poll(() => sent.length).toBe(1);
  await expect.element(field()).toHaveValue(wanted);
});

test('a share that opens later can’t end before that', async () => {
  show({ notBefore: start + 3 * hour });
  await button('End it earlier').click();
  await expect
    .poll(() => field().element().getAttribute('min'))
    .toBe(toLocal(Math.ceil((start + 3 * hour + 60) / 60) * 60));
});

test.each<[string, Partial<ManagedShare>]>([
  ['has ended', { state: 'expired' }],
  ['ends in a moment', { expiresAt: start + 60 }],
  ['is an answer', { answer: true }],
  ['opens until a moment after it begins', { notBefore: start + 5 * hour - 60 }],
])('a share that %s is not offered an earlier end', (_, over) => {
  show(over);
  expect(document.querySelectorAll('button').length).toBe(0);
});

test('every text of the form changes with the language, and says what is happening', async () => {
  const { change } = show();
  await button('End it earlier').click();
  await button('Change expiry').click();
  await expect.element(field()).toBeVisible();
  change({ act: { kind: 'shortening' } });
  await expect.element(button('Changing…')).toBeDisabled();
  const before = textsIn(document.body);
  const changeBack = changeLanguage();
  expect(textsIn(document.body).filter((text) => before.includes(text))).toEqual([]);
  changeBack();
  expect(textsIn(document.body)).toEqual(before);
});

import { createSignal } from 'solid-js';
import { render } from 'solid-js/web';
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { setWords, words } from '#web/i18n/words.ts';
import type { Table } from '#client/words/message.ts';
import { emptyComposeDraft } from './compose-draft.ts';
import type { ComposeDraft } from './compose-draft.ts';
import { ComposeTerms } from './compose-terms.tsx';

const english = words();
let dispose: () => void = () => undefined;
afterEach(() => {
  dispose();
  setWords(english);
});

function show(change: Partial<ComposeDraft> = {}) {
  const [draft, setDraft] = createSignal<ComposeDraft>({ ...emptyComposeDraft(), ...change });
  const root = document.body.appendChild(document.createElement('main'));
  const unmount = render(
    () => (
      <ComposeTerms
        draft={draft()}
        policy={undefined}
        error={undefined}
        onEdit={(edit) => setDraft((now) => ({ ...now, ...edit }))}
      />
    ),
    root,
  );
  dispose = () => {
    unmount();
    root.remove();
  };
  return { draft, root };
}

/** Puts the controls in another order, with marks that are not Latin. */
function switchLanguage(): void {
  const compose: Table = {
    ...english.tables['compose'],
    terms: [['within'], '以内に、', ['password'], '、', ['views'], '。'],
    until: [['when'], 'まで。'],
  };
  setWords({ ...english, tables: { ...english.tables, compose } });
}

/** The visible text of an element: without the labels and options, which its words repeat. */
function seen(element: Element): string {
  const copy = element.cloneNode(true);
  if (!(copy instanceof HTMLElement)) throw new Error('It is not an element of HTML.');
  copy.querySelectorAll('label, select').forEach((hidden) => hidden.remove());
  return copy.textContent;
}

const sentence = (root: HTMLElement) => [...root.querySelectorAll('p')].slice(0, 1).map(seen).join();

test('a change of the language puts the controls into the order of the sentence, and keeps what is chosen and typed', async () => {
  const { draft, root } = show();
  await page.getByLabelText('Number of openings').selectOptions('other');
  await page.getByLabelText('How many times').fill('7');
  await page.getByLabelText('Time limit').selectOptions('an hour');
  await page.getByLabelText('Kind of password').selectOptions('typed');
  await page.getByLabelText('Password', { exact: true }).fill('correct horse');
  await page.getByLabelText('Wrong passwords allowed').selectOptions('20 wrong passwords');
  const before = draft();
  expect(sentence(root)).toBe('It opens 7 times, within an hour, with a password I choose.');
  const typed = page.getByLabelText('Password', { exact: true }).element();

  switchLanguage();
  expect(sentence(root)).toBe('an hour以内に、a password I choose、7 times。');
  expect(draft()).toEqual(before);
  await expect.element(page.getByLabelText('Number of openings')).toHaveValue('other');
  await expect.element(page.getByLabelText('How many times')).toHaveValue(7);
  await expect.element(page.getByLabelText('Time limit')).toHaveValue('3600');
  await expect.element(page.getByLabelText('Wrong passwords allowed')).toHaveValue('20');
  expect(page.getByLabelText('Password', { exact: true }).element()).toBe(typed);
  expect([...root.querySelectorAll('p')].map(seen)).toContainEqual(expect.stringMatching(/^\D.*まで。$/));

  setWords(english);
  expect(sentence(root)).toBe('It opens 7 times, within an hour, with a password I choose.');
});

test('a mark stays on the line of the control before it, in every script', () => {
  const { root } = show();
  switchLanguage();
  const unbroken = [...root.querySelectorAll('p:first-of-type > span')].map(seen);
  expect(unbroken).toEqual(['a day', 'no password、', 'once。']);
});

test('a long choice wraps in a narrow window, and its mark still fits behind it', () => {
  const { root } = show();
  root.style.inlineSize = '280px';
  const compose: Table = {
    ...english.tables['compose'],
    terms: [['within'], '、', ['views'], '、', ['password'], '。'],
    password: { none: 'a password that I choose '.repeat(8) },
  };
  setWords({ ...english, tables: { ...english.tables, compose } });
  expect(root.scrollWidth).toBeLessThanOrEqual(280);
});

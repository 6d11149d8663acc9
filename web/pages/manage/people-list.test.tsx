import { createSignal } from 'solid-js';
import { render } from 'solid-js/web';
import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { ManagedShare } from '#client/manage.ts';
import { changeLanguage, textsIn } from '#web/i18n/testing/other-language.ts';
import PeopleList from './people-list.tsx';
import type { Managed, RecipientAction } from './state.ts';

let dispose: () => void = () => undefined;
afterEach(() => dispose());

type Person = NonNullable<ManagedShare['people']>['recipients'][number];
const addresses = ['ana@example.org', 'bob@example.org'];
const unopened = { openedAt: [], codeRequests: 0 };

interface Shown {
  /** Whether the list of addresses can be read. */
  readonly readable?: boolean;
  readonly people?: readonly Omit<Person, 'n'>[];
  readonly viewsEach?: number;
  readonly share?: Partial<ManagedShare>;
  readonly now?: Partial<Managed>;
}

/** Shows the list. @returns the actions that were sent, and a way to show a later status */
function show(shown: Shown) {
  const sent: [number, RecipientAction][] = [];
  const [shownNow, setShown] = createSignal(shown);
  const now = (): Managed => {
    const { readable = true, people = [unopened, unopened], viewsEach = 1, share, now: members } = shownNow();
    const recipients = people.map((person, index) => ({ n: index + 1, ...person }));
    return {
      ...{ at: 'shown', listing: 'absent', ...members },
      share: {
        ...{ state: 'live', createdAt: 1000, expiresAt: 4_000_000_000, maxViews: 2, viewsLeft: 2, hasPassword: false },
        ...{ attempts: 0, attemptLimit: 5, onLimit: 'lock', openedAt: [], reading: 0 },
        ...{ people: { viewsEach, recipients, list: 'x' }, ...(readable && { addresses }), ...share },
      },
    };
  };
  const changeRecipient = async (n: number, action: RecipientAction) => {
    sent.push([n, action]);
    return true;
  };
  const people = () => {
    const named = now().share.people;
    if (named === undefined) throw new Error('nobody is named');
    return named;
  };
  const root = document.body.appendChild(document.createElement('main'));
  const unmount = render(() => <PeopleList now={now()} people={people()} manage={{ changeRecipient }} />, root);
  dispose = () => {
    unmount();
    root.remove();
  };
  return { sent, setShown };
}

const button = (name: string) => page.getByRole('button', { name, exact: true });
const rows = () => [...document.querySelectorAll<HTMLElement>('[data-person]')].map((row) => row.innerText);
const linesOf = (n: number) =>
  [...document.querySelectorAll(`[data-person="${n}"] li`)].map(({ textContent }) => textContent);

test.each<[string, Shown, readonly (string | RegExp)[]]>([
  ['waiting', {}, ['Not opened yet', 'No code requested yet']],
  ['opened', { people: [{ openedAt: [1500] }] }, [/^Opened .*1970/]],
  [
    'partly opened',
    { viewsEach: 3, people: [{ openedAt: [1500], codeRequests: 1 }] },
    [/^Opened .*1970/, '2 openings left', 'Code requested once'],
  ],
  ['unlimited', { viewsEach: 0, people: [{ openedAt: [1500], codeRequests: 3 }] }, [/^Opened/, /requested 3 times/]],
  ['queued', { people: [{ ...unopened, mail: 'queued' }] }, [/Not/, /No code/, /waiting to be sent/]],
  ['taken', { people: [{ ...unopened, mail: 'taken' }] }, [/Not/, /No code/, /We don’t know whether it arrived/]],
  [
    'refused',
    { people: [{ ...unopened, mail: 'refused' }] },
    [/Not/, /No code/, /did not take the mail\. Check the address/],
  ],
  [
    'opened with the only code',
    { viewsEach: 2, people: [{ openedAt: [1500], codeRequests: 1, mail: 'taken' }] },
    [/^Opened .*1970/, '1 opening left', 'Code requested once'],
  ],
  [
    'opened, and waiting for another code',
    { viewsEach: 2, people: [{ openedAt: [1500], codeRequests: 2, mail: 'taken' }] },
    [/^Opened .*1970/, '1 opening left', 'Code requested twice', /We don’t know whether it arrived/],
  ],
  [
    'revoked',
    { people: [{ ...unopened, revokedAt: 1600 }] },
    ['Never opened', /^Access revoked .*1970.*can’t open it/],
  ],
  [
    'reset',
    { people: [{ ...unopened, resetAt: 1600 }] },
    ['Not opened yet', /^Code requests reset .*1970/, 'No code requested since'],
  ],
  [
    'reset, and asked for again',
    { people: [{ openedAt: [], codeRequests: 2, resetAt: 1600, mail: 'taken' }] },
    ['Not opened yet', /^Code requests reset .*1970/, 'Code requested twice since', /We don’t know whether it arrived/],
  ],
  [
    'over and revoked',
    { people: [{ openedAt: [], revokedAt: 1600 }], share: { state: 'spent' } },
    ['Never opened', /^Access revoked .*1970/],
  ],
  ['over', { people: [{ openedAt: [] }], share: { state: 'expired' } }, ['Never opened']],
  ['over and opened', { people: [{ openedAt: [1500] }], share: { state: 'deleted' } }, [/^Opened .*1970/]],
])('a person whose share is %s has only lines that are true', (_, shown, lines) => {
  show(shown);
  const found = linesOf(1);
  expect(found.length).toBe(lines.length);
  lines.forEach((line, index) => expect(found[index]).toMatch(line));
  expect(document.body.textContent).not.toMatch(/delivered|arrived\b(?<!whether it arrived)/);
});

test('each person has their address, and after the end nothing is left to do', () => {
  show({ people: [{ openedAt: [1500] }, { openedAt: [] }], share: { state: 'expired' } });
  expect(rows()).toEqual([expect.stringMatching(/^ana@example\.org\n/), expect.stringMatching(/^bob@example\.org\n/)]);
  expect(document.querySelectorAll('button').length).toBe(0);
  expect(document.body.textContent).not.toContain('that we mail');
});

test('a list that was written with another key is not believed: the people have numbers', () => {
  show({ readable: false });
  expect(rows()).toEqual([expect.stringMatching(/^No\. 1\n/), expect.stringMatching(/^No\. 2\n/)]);
  expect(document.body.textContent).toContain('was not written with this key');
});

test('revoking asks first, with the address; the focus stays in the row', async () => {
  const { sent, setShown } = show({});
  button('Revoke access: bob@example.org').element().focus();
  await userEvent.keyboard('{Enter}');
  await expect
    .element(page.getByText(/^Revoke access for .?bob@example\.org.?\? .* This can’t be undone\.$/))
    .toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => document.activeElement?.getAttribute('aria-label')).toContain('bob@example.org');
  expect(sent).toEqual([]);
  await userEvent.keyboard('{Enter}');
  setShown({ share: { attempts: 1 } });
  await button('Revoke access').click();
  expect(sent).toEqual([[2, 'revoke']]);
  setShown({ people: [unopened, { ...unopened, revokedAt: 1600 }] });
  expect(document.activeElement?.textContent).toBe('bob@example.org');
  await expect.element(button('Revoke access: bob@example.org')).not.toBeInTheDocument();
});

test('a reset of code requests is offered once a code was requested', async () => {
  const { sent, setShown } = show({ people: [unopened, { ...unopened, codeRequests: 3 }] });
  await expect.element(button('Reset code requests: ana@example.org')).not.toBeInTheDocument();
  await button('Reset code requests: bob@example.org').click();
  await expect.element(page.getByText(/Codes mailed before stop working/)).toBeVisible();
  await button('Reset them').click();
  expect(sent).toEqual([[2, 'reset']]);
  setShown({ people: [unopened, { ...unopened, resetAt: 1600 }] });
  await expect.element(button('Reset code requests: bob@example.org')).not.toBeInTheDocument();
});

test('after the end the server knows only some of them, and the list still names all', () => {
  show({ people: [{ openedAt: [1500] }], share: { state: 'spent' } });
  expect([linesOf(1), linesOf(2)]).toEqual([[expect.stringMatching(/^Opened/)], ['Never opened']]);
});

test('somebody who has used up their openings can’t be revoked: there is nothing to take away', () => {
  show({ people: [{ openedAt: [1500], codeRequests: 1 }, unopened] });
  expect([...document.querySelectorAll('button')].map((each) => each.getAttribute('aria-label'))).toEqual([
    'Revoke access: bob@example.org',
  ]);
});

test('a failure is shown beside the person, and while one action runs no other can start', () => {
  const { setShown } = show({ now: { failure: { kind: 'offline', act: { kind: 'revoke', n: 2 } } } });
  expect(document.querySelector('[data-person="2"] [role=alert]')?.textContent).toBe(
    'No connection to the server. Access may not have been revoked. Try again.',
  );
  expect(document.querySelectorAll('[role=alert]').length).toBe(1);
  setShown({ now: { act: { kind: 'revoke', n: 2 } } });
  const buttons = [...document.querySelectorAll('button')];
  expect(buttons.map(({ disabled, textContent }) => [disabled, textContent])).toEqual([
    [true, 'Revoke access'],
    [true, 'Revoking…'],
  ]);
});

test.each<[string, Shown]>([
  ['waits', { people: [{ ...unopened, codeRequests: 1, mail: 'queued' }, unopened] }],
  ['is partly opened', { viewsEach: 3, people: [{ openedAt: [1500], codeRequests: 2, mail: 'taken' }] }],
  ['has ended', { people: [{ openedAt: [] }, { openedAt: [1500] }], share: { state: 'expired' } }],
  [
    'was revoked',
    {
      people: [
        { openedAt: [], revokedAt: 1600 },
        { ...unopened, mail: 'refused' },
      ],
    },
  ],
  ['fails', { now: { failure: { kind: 'server', act: { kind: 'reset', n: 1 } } } }],
])('every text about a share for named people that %s changes with the language', (_, shown) => {
  show(shown);
  const before = textsIn(document.body);
  const changeBack = changeLanguage();
  expect(textsIn(document.body).filter((text) => before.includes(text))).toEqual([]);
  changeBack();
  expect(textsIn(document.body)).toEqual(before);
});

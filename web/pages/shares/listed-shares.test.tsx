import { Show } from 'solid-js';
import { render } from 'solid-js/web';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { NetworkError } from '#client/errors.ts';
import type { StatusReply } from '#server/owner/wire.ts';
import { at } from '#web/app/state.ts';
import { changeLanguage, textsIn } from '#web/i18n/testing/other-language.ts';
import type { ListEntry } from '#web/parts/list/entry.ts';
import { createShares } from './create-shares.ts';
import { ListedShares } from './listed-shares.tsx';
import { RemovedNotice } from './removed-notice.tsx';
import type { SharesEffects } from './state.ts';
import { WholeList } from './whole-list.tsx';

let dispose: () => void = () => undefined;
let withSettings = false;
beforeEach(() => {
  withSettings = false;
  localStorage.clear();
  sessionStorage.clear();
});
afterEach(() => dispose());

const terms = { createdAt: 1, expiresAt: 4_000_000_000, maxViews: 1, hasPassword: false };
const entriesOf = (titles: readonly string[]): ListEntry[] =>
  titles.map((title, index) => ({
    ...{ kind: 'share', id: title, ownerKey: new Uint8Array(32), title, ...terms },
    expiresAt: terms.expiresAt - index,
  }));
const entries = entriesOf(['Alpha', 'Beta', 'Gamma']);
const untitled: ListEntry = { kind: 'share', id: 'x', ownerKey: new Uint8Array(32), ...terms };
const live: StatusReply = {
  ...{ state: 'live', createdAt: 1, expiresAt: terms.expiresAt, maxViews: 1, viewsLeft: 1, hasPassword: false },
  ...{ attempts: 0, attemptLimit: 5, onLimit: 'lock', openedAt: [], reading: 0 },
};
const ended: StatusReply = { ...live, state: 'spent', openedAt: [5], endedAt: 6 };

async function show(statuses: Readonly<Record<string, StatusReply>> = {}, over: Partial<SharesEffects> = {}) {
  let kept = entries;
  const effects: SharesEffects = {
    list: async () => kept.map((each) => ({ ...each })),
    settings: async () => ({ keepLinks: false }),
    setKeepLinks: async () => undefined,
    save: async (more) => void (kept = [...kept, ...more].sort((one, other) => (one.id < other.id ? -1 : 1))),
    forget: async (ids) => void (kept = kept.filter(({ id }) => !ids.includes(id))),
    readStatuses: async (owners) => owners.map(({ id }) => statuses[id] ?? live),
    readCounts: async () => [],
    remove: async () => ({ ...live, state: 'deleted', endedAt: 7 }),
    removeRequest: () => Promise.reject(new Error('not a request')),
    onOpened: () => undefined,
    wait: async () => undefined,
    ...over,
  };
  const shares = createShares(effects);
  const root = document.body.appendChild(document.createElement('main'));
  const removed = () => at(shares.state, 'listed')?.removed;
  const unmount = render(
    () => (
      <Show when={at(shares.state, 'listed')}>
        {(now) => (
          <>
            <ListedShares now={now()} shares={shares} />
            <Show when={removed()}>
              {(gone) => <RemovedNotice removed={gone()} onUndo={shares.restore} onClose={shares.dismissRemoved} />}
            </Show>
            <Show when={withSettings}>
              <WholeList now={now()} shares={shares} />
            </Show>
          </>
        )}
      </Show>
    ),
    root,
  );
  dispose = () => {
    unmount();
    root.remove();
  };
  await shares.start();
}

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const titles = () => [...document.querySelectorAll('[data-entry]')].map((link) => link.textContent);
const focused = () => document.activeElement?.textContent;

test('an undone removal brings the entry back to its place and gives it the focus, by keyboard alone', async () => {
  await show({ Beta: ended });
  button('Remove from list: Beta').element().focus();
  await userEvent.keyboard('{Enter}');
  await expect.poll(titles).toEqual(['Alpha', 'Gamma']);
  await expect.poll(focused).toBe('Undo');
  const described = document.activeElement?.getAttribute('aria-describedby') ?? '';
  expect(document.getElementById(described)?.textContent).toBe('Removed from this list: Beta');
  await expect.element(page.getByText('Removed from this list: Beta')).toBeVisible();
  await userEvent.keyboard('{Enter}');
  await expect.poll(titles).toEqual(['Alpha', 'Beta', 'Gamma']);
  await expect.poll(focused).toBe('Beta');
  await expect.element(page.getByRole('group')).not.toBeInTheDocument();
});

test('Escape closes the notice, and the entry stays removed', async () => {
  await show({ Beta: ended });
  await button('Remove from list: Beta').click();
  await expect.poll(focused).toBe('Undo');
  await userEvent.keyboard('{Escape}');
  await expect.element(button('Undo')).not.toBeInTheDocument();
  expect(titles()).toEqual(['Alpha', 'Gamma']);
  expect(focused()).toBe('My shares');
});

test('a row that leaves the filtered list passes the focus to the row beside it', async () => {
  await show();
  await page.getByLabelText('Filter by state').selectOptions('active ones');
  await button('Delete Beta').click();
  await button('Delete it').click();
  await expect.poll(titles).toEqual(['Alpha', 'Gamma']);
  await expect.poll(focused).toBe('Gamma');
});

test('a row that moves keeps the focus', async () => {
  await show();
  await page.getByLabelText('Order').selectOptions('expiring soonest first');
  await expect.poll(titles).toEqual(['Gamma', 'Beta', 'Alpha']);
  await button('Delete Gamma').click();
  await button('Delete it').click();
  await expect.poll(titles).toEqual(['Beta', 'Alpha', 'Gamma']);
  await expect.poll(focused).toBe('Gamma');
});

test('the order stays in this browser, the filter in this tab, and neither in the address', async () => {
  await show({ Beta: ended });
  await page.getByLabelText('Filter by state').selectOptions('opened ones');
  await page.getByLabelText('Order').selectOptions('by title');
  await expect.poll(titles).toEqual(['Beta']);
  expect(location.href).not.toMatch(/opened|title/);
  dispose();
  await show({ Beta: ended });
  await expect.poll(titles).toEqual(['Beta']);
  dispose();
  sessionStorage.clear();
  await show({ Beta: ended });
  await expect.element(page.getByLabelText('Order')).toHaveValue('title');
  await expect.element(page.getByLabelText('Filter by state')).toHaveValue('all');
});

test('a filter that nothing passes offers to show all', async () => {
  await show();
  await page.getByLabelText('Filter by state').selectOptions('requests');
  await expect.element(page.getByText('0 of 3')).toBeVisible();
  await button('Show all').click();
  await expect.poll(titles).toEqual(['Alpha', 'Beta', 'Gamma']);
});

test('the search stays when the list becomes short, so that nothing remains hidden', async () => {
  let kept = entriesOf(['A one', 'A two', 'B', 'C', 'D', 'E']);
  const forget = async (ids: readonly string[]) => void (kept = kept.filter(({ id }) => !ids.includes(id)));
  await show({ 'A one': ended }, { list: async () => kept, forget });
  await page.getByLabelText('Search by title').fill('a ');
  await expect.poll(titles).toEqual(['A one', 'A two']);
  await button('Remove from list: A one').click();
  await expect.poll(titles).toEqual(['A two']);
  await page.getByLabelText('Search by title').fill('');
  await expect.poll(titles).toEqual(['A two', 'B', 'C', 'D', 'E']);
  await expect.element(page.getByLabelText('Search by title')).toHaveFocus();
});

test('an entry that the browser does not store again can be put back later', async () => {
  let isFull = true;
  let kept = entries;
  const forget = async (ids: readonly string[]) => void (kept = kept.filter(({ id }) => !ids.includes(id)));
  const save = async (more: readonly ListEntry[]) => {
    if (isFull) throw new DOMException('full', 'QuotaExceededError');
    kept = [...more, ...kept];
  };
  await show({ Beta: ended }, { list: async () => kept, forget, save });
  await button('Remove from list: Beta').click();
  await button('Undo').click();
  await expect.element(page.getByText(/^Not put back/)).toBeVisible();
  isFull = false;
  await button('Undo').click();
  await expect.poll(titles).toEqual(['Beta', 'Alpha', 'Gamma']);
  await expect.element(button('Undo')).not.toBeInTheDocument();
});

const groupOf = (names: readonly string[], title?: string): ListEntry[] =>
  names.map((name, index) => ({
    ...{ kind: 'share', id: name, ownerKey: new Uint8Array(32), ...terms, ...(title !== undefined && { title }) },
    group: { id: 'group', name, place: index + 1, size: 3 },
  }));
const group = groupOf(['Ana', 'Bob', 'Cid'], 'Wi-Fi');

/** A list of Alpha and these. */
function beside(list: readonly ListEntry[]): Pick<SharesEffects, 'list' | 'forget'> {
  let kept = [...entries.slice(0, 1), ...list];
  return {
    list: async () => [...kept],
    forget: async (ids) => void (kept = kept.filter(({ id }) => !ids.includes(id))),
  };
}

test('a link for each person is one group under its title, with a row for each name', async () => {
  await show({ Bob: ended }, beside(group));
  await expect.poll(titles).toEqual(['Alpha', 'Ana', 'Bob', 'Cid']);
  const members = page.getByRole('list', { name: 'Wi-Fi' });
  await expect.element(members.getByRole('link', { name: 'Bob' })).toBeVisible();
  await expect.element(page.getByRole('heading', { level: 2, name: 'Wi-Fi' })).toBeVisible();
  await expect.element(page.getByText('3 links, one for each person · 1 opened')).toBeVisible();
  await expect.element(button('Delete Wi-Fi: Ana')).toBeVisible();
  await expect.element(page.getByText('4 shares')).toBeVisible();
});

test('deleting a group asks once, with the names of those whose links still work', async () => {
  const removed: string[] = [];
  const remove: SharesEffects['remove'] = async ({ id }) => {
    removed.push(id);
    return { ...live, state: 'deleted', endedAt: 7 };
  };
  await show({ Bob: ended }, { ...beside(group), remove });
  button('Delete all links: Wi-Fi').element().focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText(/^Delete 2 links, for .*Ana.*Cid.*\? They will stop working/)).toBeVisible();
  expect(document.querySelector('[role=alert]')?.textContent).not.toContain('Bob');
  await button('Delete them').click();
  await expect.poll(() => removed.toSorted()).toEqual(['Ana', 'Cid']);
  await expect.poll(focused).toBe('Wi-Fi');
  await expect.element(button('Delete all links: Wi-Fi')).not.toBeInTheDocument();
  await button('Remove all from list: Wi-Fi').click();
  await expect.poll(titles).toEqual(['Alpha']);
});

test('a group says which links are not deleted yet, and goes on until they are', async () => {
  let reachable = false;
  const waiting: (() => void)[] = [];
  const remove: SharesEffects['remove'] = async ({ id }) => {
    if (id === 'Bob' && !reachable) throw new NetworkError('unreachable');
    return { ...live, state: 'deleted', endedAt: 7 };
  };
  await show({}, { ...beside(group), remove, wait: () => new Promise((resolve) => void waiting.push(resolve)) });
  await button('Delete all links: Wi-Fi').click();
  await button('Delete them').click();
  const left = () => document.querySelector('[data-group] [role=status]')?.textContent;
  await expect.poll(left).toBe('Not deleted yet: Bob');
  await expect.element(page.getByText(/^No connection to the server\./)).toBeVisible();
  reachable = true;
  await expect.poll(() => waiting.splice(0).map((go) => go()).length).toBeGreaterThan(0);
  await expect.poll(left).toBeUndefined();
});

test('a group of which fewer are listed says so, also under a filter; a name is found by search', async () => {
  await show({ Bob: ended }, beside([...group.slice(0, 2), ...entriesOf(['B', 'C', 'D', 'E'])]));
  await expect.element(page.getByText('2 of 3 links, one for each person · 1 opened')).toBeVisible();
  await page.getByLabelText('Search by title').fill('bo');
  await expect.poll(titles).toEqual(['Bob']);
  await expect.element(page.getByText('1 of 3 links, one for each person · 1 opened')).toBeVisible();
  await expect.element(page.getByText('1 of 7')).toBeVisible();
});

test('the removal of one of a group names it with its group, and it comes back to its place', async () => {
  let kept: readonly ListEntry[] = group;
  const forget = async (ids: readonly string[]) => void (kept = kept.filter(({ id }) => !ids.includes(id)));
  const save = async (more: readonly ListEntry[]) => void (kept = [...kept, ...more]);
  await show({ Bob: ended }, { list: async () => [...kept], forget, save });
  await button('Remove from list: Wi-Fi: Bob').click();
  await expect.poll(titles).toEqual(['Ana', 'Cid']);
  await expect.element(page.getByText('Removed from this list: Wi-Fi: Bob')).toBeVisible();
  await button('Undo').click();
  await expect.poll(titles).toEqual(['Ana', 'Bob', 'Cid']);
  await expect.poll(focused).toBe('Bob');
});

test('every text of a group changes with the language', async () => {
  await show({ Bob: ended }, beside(groupOf(['Ana', 'Bob'])));
  await button(/^Delete all links/).click();
  const before = textsIn(document.body);
  const changeBack = changeLanguage();
  expect(textsIn(document.body).filter((text) => before.includes(text))).toEqual([]);
  changeBack();
  expect(textsIn(document.body)).toEqual(before);
});

test('every text of the list changes with the language, and choices stay', async () => {
  withSettings = true;
  await show({ Beta: ended }, { list: async () => [...entries, untitled] });
  await page.getByLabelText('Order').selectOptions('by title');
  await button('Remove from list: Beta').click();
  await page.getByText('List settings').click();
  await button('Export to a file').click();
  const before = textsIn(document.body);
  const changeBack = changeLanguage();
  expect(textsIn(document.body).filter((text) => before.includes(text))).toEqual([]);
  await expect.element(page.getByLabelText('⟦Order⟧')).toHaveValue('title');
  changeBack();
  expect(textsIn(document.body)).toEqual(before);
});

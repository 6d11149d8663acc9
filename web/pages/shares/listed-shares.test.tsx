import { Show } from 'solid-js';
import { render } from 'solid-js/web';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { StatusReply } from '#server/shares/wire.ts';
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

const button = (name: string) => page.getByRole('button', { name, exact: true });
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

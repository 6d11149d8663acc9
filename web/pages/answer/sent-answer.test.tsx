import { createSignal } from 'solid-js';
import { render } from 'solid-js/web';
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { ManagedShare } from '#client/manage.ts';
import type { Shared } from '#client/share.ts';
import type { SentState } from './state.ts';
import { SentAnswer } from './sent-answer.tsx';

let dispose: () => void = () => undefined;
afterEach(() => dispose());

const shared = { id: 'an-answer', createdAt: 1000, expiresAt: 2000, manageLink: '/m/an-answer#key' } as Shared;
const status = { state: 'live', expiresAt: 2000 } as ManagedShare;

function show() {
  const [now, setNow] = createSignal<SentState>({ at: 'sent', shared, status, removal: { at: 'not-asked' } });
  const root = document.body.appendChild(document.createElement('main'));
  const remove = () => setNow((before) => ({ ...before, removal: { at: 'removing' } }));
  const unmount = render(() => <SentAnswer now={now()} onRemove={remove} onLook={() => undefined} />, root);
  dispose = () => {
    unmount();
    root.remove();
  };
  return setNow;
}

test.each<[string, Partial<SentState>]>([
  ['was deleted', { status: { ...status, state: 'deleted', endedAt: 1500 }, removal: { at: 'not-asked' } }],
  ['was not', { removal: { at: 'failed', failure: { kind: 'offline' } } }],
])('after the answer %s, deleting it moves the focus to the heading', async (_, ended) => {
  const setNow = show();
  await page.getByRole('button', { name: 'Delete the answer' }).click();
  await page.getByRole('button', { name: 'Delete it' }).click();
  expect(document.activeElement).toBe(document.body);
  setNow((before) => ({ ...before, ...ended }));
  await expect.poll(() => document.activeElement?.tagName).toBe('H1');
});

test('an answer that was opened without a confirmation counts as read, not as destroyed', () => {
  const setNow = show();
  setNow((before) => ({ ...before, status: { ...status, state: 'spent', endedAt: 1500 } }));
  expect(document.body.textContent).toContain('Read, then deleted on');
  expect(document.body.textContent).not.toMatch(/destroyed/i);
});

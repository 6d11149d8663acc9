import { createSignal } from 'solid-js';
import { render } from 'solid-js/web';
import { afterEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import type { OpenedShare } from '#client/open.ts';
import { OpenedSecret } from './opened-secret.tsx';
import type { OpenedState } from './state.ts';

let dispose: () => void = () => undefined;
afterEach(() => dispose());

function show(payload: Partial<OpenedShare['payload']>, over: Partial<OpenedShare> = {}) {
  const opened: OpenedShare = {
    payload: { v: 1, kind: 'share', createdAt: 1000, expiresAt: 90_000, maxViews: 1, ...payload },
    openedAt: 2000,
    leaseUntil: 2600,
    viewsLeft: 0,
    ...over,
  };
  const [now, setNow] = createSignal<OpenedState>({ at: 'opened', opened, receipt: { at: 'sending' }, kept: false });
  let kept = 0;
  const root = document.body.appendChild(document.createElement('div'));
  const unmount = render(
    () => (
      <OpenedSecret
        now={now()}
        onKept={() => kept++}
        onTaken={() => undefined}
        onOver={() => undefined}
        onRetryNow={() => undefined}
      />
    ),
    root,
  );
  dispose = () => {
    unmount();
    root.remove();
  };
  return { setNow, kept: () => kept };
}

const awkward = 'a\r\nb\tc \u00A0\u202Ed\u0000e\n\n <b>& 0O1lI\n';

test('the text is shown byte for byte and marked not to be translated', async () => {
  show({ text: awkward });
  const text = page.getByRole('region', { name: 'The secret’s text' });
  expect(text.element().textContent).toBe(awkward);
  await expect.element(text).toHaveAttribute('translate', 'no');
});

test('a hidden text is not on the page', async () => {
  show({ text: 'hide me' });
  await page.getByRole('button', { name: 'Hide' }).click();
  expect(document.body.textContent).not.toContain('hide me');
  await page.getByRole('button', { name: 'Show' }).click();
  expect(document.body.textContent).toContain('hide me');
});

test('nothing is called destroyed until the server says so', () => {
  const { setNow } = show({ text: 'x' });
  expect(document.body.textContent).not.toContain('Destroyed');
  setNow((now) => ({ ...now, receipt: { at: 'heard', reply: { state: 'spent', viewsLeft: 0 } } }));
  expect(document.body.textContent).not.toContain('Destroyed');
  setNow((now) => ({ ...now, receipt: { at: 'heard', reply: { state: 'spent', viewsLeft: 0, endedAt: 3000 } } }));
  expect(document.body.textContent).toContain('Destroyed on the server at');
});

test('a named person is told how often they can open it again', () => {
  const { setNow } = show({ text: 'x', gates: { emails: {} } });
  const hear = (viewsLeft: number) =>
    setNow((now) => ({ ...now, receipt: { at: 'heard', reply: { state: 'live', viewsLeft } } }));
  hear(0);
  expect(document.body.textContent).toContain('Opened. You can’t open it again.');
  hear(2);
  expect(document.body.textContent).toContain('Opened. You can open it 2 more times, until');
});

test('fields are copied one at a time, and the page can be left once all are copied', async () => {
  const { kept } = show({
    fields: [
      { name: 'user', value: 'deploy' },
      { name: 'password', value: 'k4' },
    ],
  });
  await page.getByRole('button', { name: 'Copy value of user' }).click();
  expect(kept()).toBe(0);
  await page.getByRole('button', { name: 'Copy value of password' }).click();
  await expect.poll(kept).toBe(1);
});

test('if the clipboard is refused, the field is selected, as the button says', async () => {
  const refused = vi
    .spyOn(navigator.clipboard, 'writeText')
    .mockRejectedValue(new DOMException('no', 'NotAllowedError'));
  show({ fields: [{ name: 'user', value: 'deploy' }] });
  const copy = page.getByRole('button', { name: 'Copy value of user' });
  // The button's name changes with the click.
  const button = copy.element();
  await copy.click();
  await expect.poll(() => button.textContent).toContain('The text is selected');
  expect(getSelection()?.toString()).toBe('deploy');
  refused.mockRestore();
});

test('each NAME=value line ends with a button that copies its value, and the text stays exact', async () => {
  const text = `A=1\r\n# note\n${'LONG_NAME_'.repeat(20)}="x y"\n`;
  const copied: string[] = [];
  const clipboard = vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(async (words) => {
    copied.push(words);
  });
  const { kept } = show({ text });
  const buttons = page.getByRole('button', { name: /^Copy value of/ });
  await expect.poll(() => buttons.elements().length).toBe(2);
  const region = page.getByRole('region', { name: 'The secret’s text' });
  for (const button of buttons.elements()) (button as HTMLElement).click();
  await expect.poll(() => copied).toEqual(['1', 'x y']);
  await expect.poll(() => buttons.nth(0).element().getAttribute('data-words')).toBe('Copied');
  expect(region.element().textContent).toBe(text);
  // By hand, the buttons are not copied. Chromium leaves out the last line break.
  getSelection()?.selectAllChildren(region.element());
  const plain = text.replaceAll('\r', '').trimEnd();
  expect(getSelection()?.toString().replaceAll('\r', '').trimEnd()).toBe(plain);
  const [first, second] = buttons.elements().map((button) => button.getBoundingClientRect());
  expect(second?.top).toBeGreaterThan(first?.bottom ?? Infinity);
  expect(kept()).toBe(0);
  clipboard.mockRestore();
});

test('if the clipboard is refused, the page says how to copy the value', async () => {
  const refused = vi
    .spyOn(navigator.clipboard, 'writeText')
    .mockRejectedValue(new DOMException('no', 'NotAllowedError'));
  show({ text: 'TOKEN=abc' });
  await page.getByRole('button', { name: 'Copy value of TOKEN' }).click();
  await expect.poll(() => document.body.textContent).toContain('Select the value of TOKEN in the text');
  refused.mockRestore();
});

test('beyond the most buttons, the page says that the other values have none', async () => {
  show({ text: Array.from({ length: 1300 }, (_, index) => `N${index}=${index}`).join('\n') });
  await expect.poll(() => document.body.textContent).toContain('The first 200 of 1,300 values have a copy button.');
  expect(page.getByRole('button', { name: /^Copy value of/ }).elements().length).toBe(200);
});

test('files are listed, and the page can be left only once they are saved, too', async () => {
  const { kept } = show({ text: 'x', files: [{ name: 'plan.pdf', size: 0, type: '' }] });
  await expect.poll(() => page.getByRole('region', { name: 'Files' }).query()?.textContent).toMatch(/plan\.pdf/);
  await page.getByRole('button', { name: 'Copy' }).click();
  expect(kept()).toBe(0);
});

test('once the server has ended the opening, files no longer hold the page', async () => {
  const { setNow, kept } = show({ files: [{ name: 'plan.pdf', size: 0, type: '' }] });
  setNow((now) => ({ ...now, receipt: { at: 'lapsed' } }));
  await expect.poll(kept).toBe(1);
});

test('until the files are saved, the page says that the server keeps them and how long', () => {
  const { setNow } = show({ files: [{ name: 'plan.pdf', size: 0, type: '' }] });
  setNow((now) => ({ ...now, receipt: { at: 'held', until: 5600 } }));
  expect(document.body.textContent).toMatch(
    /Kept on the server until you have saved the files, at most until \d\d?:\d\d/,
  );
  setNow((now) => ({ ...now, receipt: { at: 'held', until: 500_000 } }));
  expect(document.body.textContent).toMatch(/at most until .*January/);
});

test('a server that broke the terms is reported', () => {
  show({ text: 'x' }, { mismatch: { createdAt: 1000, expiresAt: 90_000, maxViews: 1 } });
  expect(page.getByRole('alert').element().textContent).toContain(
    'The sender sealed these terms: it opens once, until',
  );
});

test('where a server broke the terms, the first moment that was sealed is shown', () => {
  show({ text: 'x' }, { mismatch: { createdAt: 1000, expiresAt: 90_000, maxViews: 1, notBefore: 86_400 } });
  expect(page.getByRole('alert').element().textContent).toMatch(/It was sealed to open from .*January/);
});

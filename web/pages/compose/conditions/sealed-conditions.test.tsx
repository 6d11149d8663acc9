import { render } from 'solid-js/web';
import { afterEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { SealedConditions } from './sealed-conditions.tsx';

let dispose: () => void = () => undefined;
afterEach(() => {
  dispose();
  vi.restoreAllMocks();
});

test('if the browser refuses the clipboard, the signing secret is selected and the page names the keys', async () => {
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('denied', 'NotAllowedError'));
  const root = document.body.appendChild(document.createElement('main'));
  const notify = { url: 'https://hooks.example/a', secret: 'whsec_abc' };
  const unmount = render(() => <SealedConditions conditions={{ notify }} />, root);
  dispose = () => {
    unmount();
    root.remove();
  };
  await page.getByRole('button', { name: 'Copy signing secret' }).click();
  await expect.element(page.getByRole('button', { name: /^Press .* \+ C$/ })).toBeVisible();
  expect(getSelection()?.toString()).toBe('whsec_abc');
});

import { createSignal } from 'solid-js';
import { render } from 'solid-js/web';
import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ApiError, NetworkError } from '#client/errors.ts';
import { markOf } from '#client/request-code.ts';
import { LinkType } from '#crypto/link.ts';
import type { DescribeReply } from '#server/shares/wire.ts';
import {
  failing,
  FakeStorage,
  id,
  live,
  openedShare,
  preambleWith,
  receiveWorld,
  shareFragment,
} from '#web/pages/receive/testing/world.ts';
import type { ReceiveEffects } from '#web/pages/receive/state.ts';
import { GatedSecret } from './gated-secret.tsx';

let dispose: () => void = () => undefined;
afterEach(() => dispose());

const named: DescribeReply = { ...live, preamble: await preambleWith({ emails: {} }) };
const claim = 'E'.repeat(43);
const secondsNow = () => Date.now() / 1000;

/** The page of a share with gates, as receive-page.tsx shows it. */
async function show(over: Partial<ReceiveEffects> = {}, browser = new FakeStorage()) {
  const world = receiveWorld(
    { describe: async () => named, now: secondsNow, newClaim: () => claim, ...over },
    new FakeStorage(),
    browser,
  );
  const { receive } = world;
  const started = receive.start();
  await expect.poll(() => receive.state().at).not.toBe('looking');
  const root = document.body.appendChild(document.createElement('main'));
  const [left, setLeft] = createSignal(false);
  const unmount = render(() => {
    const now = () => {
      const state = receive.state();
      return state.at === 'early' || state.at === 'ready' || state.at === 'opening' ? state : undefined;
    };
    return (
      <>
        {!left() && now() && (
          <GatedSecret
            now={now() ?? { at: 'ready', description: named, password: false }}
            onOpen={(given) => void receive.open(given)}
            onRetryNow={receive.retryNow}
          />
        )}
      </>
    );
  }, root);
  dispose = () => {
    setLeft(true);
    unmount();
    root.remove();
    receive.leave();
  };
  return { ...world, started };
}

const address = () => page.getByRole('textbox', { name: 'Your email address' });
const code = () => page.getByRole('textbox', { name: 'Code from the mail' });

test('with the keyboard alone, an address and a code open a secret for named people', async () => {
  const { receive } = await show();
  await expect.element(address()).toHaveFocus();
  await userEvent.keyboard('bob@example.org{Enter}');
  await expect.element(code()).toHaveFocus();
  await expect.element(code()).toHaveAttribute('autocomplete', 'one-time-code');
  await expect.element(code()).toHaveAttribute('inputmode', 'numeric');
  expect(document.body.textContent).toContain(
    'If the sender named this address, a mail is on its way. Nothing has been opened yet.',
  );
  expect(document.body.textContent).toContain(markOf(claim));
  expect(document.body.textContent).toContain('The server checks this. It does not add encryption.');
  await userEvent.keyboard('1234 5678{Enter}');
  await expect.poll(() => receive.state().at).toBe('opened');
});

test('a malformed address is refused in place, and stays to be mended', async () => {
  const { log } = await show();
  await address().fill('bob@example');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('alert')).toHaveTextContent('This is not a complete email address. Check it.');
  await expect.element(address()).toHaveValue('bob@example');
  await expect.element(address()).toHaveFocus();
  expect(log).not.toContain('request code');
});

test('an address with other letters than a to z is shown in both forms, before and after', async () => {
  await show();
  await address().fill('bob@bücher.example');
  expect(document.body.textContent).toContain('bob@xn--bcher-kva.example');
  await userEvent.keyboard('{Enter}');
  await expect.element(code()).toBeVisible();
  expect(document.body.textContent).toContain('bob@bücher.example');
  expect(document.body.textContent).toContain('bob@xn--bcher-kva.example');
});

test('another address can be used, and the code of the first is one press away', async () => {
  await show();
  await address().fill('bob@example.org');
  await userEvent.keyboard('{Enter}');
  await page.getByRole('button', { name: 'Use another address' }).click();
  await expect.element(address()).toHaveValue('bob@example.org');
  await expect.element(address()).toHaveFocus();
  await page.getByRole('button', { name: 'Back to the code' }).click();
  await expect.element(code()).toHaveFocus();
});

test('a countdown comes before another mail, and no button', async () => {
  await show();
  await address().fill('bob@example.org');
  await userEvent.keyboard('{Enter}');
  await expect
    .poll(() => page.getByRole('timer').query()?.textContent)
    .toMatch(/You can request another mail in \d+ seconds\./);
  expect(page.getByRole('button', { name: 'Send another mail' }).elements()).toEqual([]);
});

test('after the countdown another mail can be requested; after three the page says until when to wait', async () => {
  const { log } = await show({ requestCode: async () => ({ again: 0 }) });
  await address().fill('bob@example.org');
  await userEvent.keyboard('{Enter}');
  const again = page.getByRole('button', { name: 'Send another mail' });
  await again.click();
  await expect.poll(() => log.filter((entry) => entry === 'request code').length).toBe(2);
  await again.click();
  await expect.element(page.getByText(/Three mails were requested with this code\./)).toBeVisible();
  expect(again.elements()).toEqual([]);
});

test('a wrong code says how many tries are left, and is selected', async () => {
  const wrong = new ApiError({ code: 'wrong-code', status: 403, members: { triesLeft: 1 } });
  await show({ openShare: () => Promise.reject(wrong) });
  await address().fill('bob@example.org');
  await userEvent.keyboard('{Enter}');
  await code().fill('12345678');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('alert')).toHaveTextContent('Wrong code. Nothing has been opened. One try left.');
  await userEvent.keyboard('8');
  await expect.element(code()).toHaveValue('8');
  expect(page.getByRole('alert').elements()).toEqual([]);
});

test('a used-up code leads back to the address, which is still there', async () => {
  const wrong = new ApiError({ code: 'wrong-code', status: 403, members: { triesLeft: 0 } });
  await show({ openShare: () => Promise.reject(wrong) });
  await address().fill('bob@example.org');
  await userEvent.keyboard('{Enter}');
  await code().fill('12345678');
  await userEvent.keyboard('{Enter}');
  await expect
    .poll(() => page.getByRole('alert').query()?.textContent)
    .toMatch(/Request a new one\. Nothing has been opened\./);
  await expect.element(address()).toHaveValue('bob@example.org');
});

test('a lost reply says that a mail may be on its way, and shows the field for its code', async () => {
  await show({ requestCode: failing([new NetworkError('cut')], { again: 60 }) });
  await address().fill('bob@example.org');
  await userEvent.keyboard('{Enter}');
  await expect.element(code()).toBeVisible();
  expect(document.body.textContent).toContain('a mail may be on its way');
  await expect.element(page.getByRole('button', { name: 'Send another mail' })).toBeVisible();
});

test('with a password there are both fields, and a wrong password keeps the code', async () => {
  const { receive } = await show({
    fragment: () => shareFragment(LinkType.sharePassword),
    describe: async () => ({ ...named, attemptsLeft: 4, onLimit: 'lock' }),
    openShare: failing([new ApiError({ code: 'wrong-password', status: 403 })], openedShare),
  });
  await address().fill('bob@example.org');
  await userEvent.keyboard('{Enter}');
  await code().fill('12345678');
  const password = page.getByRole('textbox', { name: 'Password' });
  await password.fill('guess');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('alert')).toHaveTextContent('Wrong password. 4 tries left before it locks.');
  await expect.element(code()).toHaveValue('12345678');
  await expect.element(password).toHaveFocus();
  await userEvent.keyboard('right{Enter}');
  await expect.poll(() => receive.state().at).toBe('opened');
});

test('a tab follows what another one does with the same request', async () => {
  const browser = new FakeStorage();
  await show({}, browser);
  const now = Math.floor(secondsNow());
  const ask = {
    claim,
    address: 'bob@example.org',
    askedAt: now,
    againAt: now,
    endsAt: now + 1800,
    sends: 1,
  };
  const key = `sotto ask ${id}`;
  browser.setItem(key, JSON.stringify(ask));
  dispatchEvent(new StorageEvent('storage', { key: 'sotto ask another' }));
  expect(code().elements()).toEqual([]);
  dispatchEvent(new StorageEvent('storage', { key }));
  await expect.element(code()).toBeVisible();
  expect(document.body.textContent).toContain(markOf(claim));
});

test('before its time a secret has a countdown and no button', async () => {
  const notBefore = Math.floor(secondsNow()) + 80;
  const { receive } = await show({
    describe: async () => ({
      ...live,
      notBefore,
      expiresAt: notBefore + 1000,
      preamble: await preambleWith({ notBefore }),
    }),
    wait: (_seconds, signal) => new Promise((resolve) => signal?.addEventListener('abort', () => resolve())),
  });
  expect(receive.state().at).toBe('early');
  await expect.poll(() => page.getByRole('timer').query()?.textContent).toMatch(/It opens in \d+ seconds\./);
  expect(page.getByRole('button').elements()).toEqual([]);
  expect(document.body.textContent).toContain('The server checks this. It does not add encryption.');
});

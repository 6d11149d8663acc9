import { render } from 'solid-js/web';
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { ManagedShare, Opener } from '#client/manage.ts';
import { ShareFacts } from './share-facts.tsx';

let dispose: () => void = () => undefined;
afterEach(() => dispose());

function show(openers: readonly Opener[]) {
  const root = document.body.appendChild(document.createElement('main'));
  const share: ManagedShare = {
    ...{ state: 'live', createdAt: 1000, expiresAt: 4_000_000_000, maxViews: 9, viewsLeft: 2, hasPassword: false },
    ...{ attempts: 0, attemptLimit: 5, onLimit: 'lock', reading: 0, members: {} },
    ...{ openedAt: openers.map(({ openedAt }) => openedAt), openers },
  };
  const unmount = render(() => <ShareFacts share={share} />, root);
  dispose = () => {
    unmount();
    root.remove();
  };
}

test('an opener is shown by a verified address, or by a name that cannot pass for one', async () => {
  const [ana, at] = ['ana@example.org', 1_795_000_000];
  show([
    { openedAt: at, type: 'address', who: ana },
    { openedAt: at + 60, type: 'account', who: ana },
    { openedAt: at + 120, type: 'account', who: 'b1f4' },
    { openedAt: at + 180 },
  ]);
  const lines = page
    .getByRole('listitem')
    .elements()
    .map(({ textContent }) => textContent);
  expect(lines).toEqual([
    expect.stringMatching(/^ana@example\.org, .*\d/),
    expect.stringMatching(/^ana@example\.org \(name of the account, not a verified address\), .*\d/),
    expect.stringMatching(/^b1f4 \(name of the account, not a verified address\), .*\d/),
    expect.stringMatching(/^someone whose record cannot be read, .*\d/),
  ]);
});

import { render } from 'solid-js/web';
import { afterEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import type { Session } from '#server/session/wire.ts';
import { openPolicy } from '#web/parts/policy/testing/open-policy.ts';
import MemberChoices from './member-choices.tsx';
import { session } from './session.ts';

let dispose: () => void = () => undefined;
afterEach(() => {
  dispose();
  vi.unstubAllGlobals();
});

const unverified: Session = { who: 'b1f4', groups: [], creator: true, expiresAt: 4_000_000_000 };

async function serverKnows(who: Session | null): Promise<void> {
  vi.stubGlobal('fetch', async () => Response.json({ session: who }));
  await session.look();
}

function show() {
  const root = document.body.appendChild(document.createElement('main'));
  const policy = { ...openPolicy, signIn: { name: 'Example' }, notifyMail: true as const };
  const choice = { groups: [], showSender: true, mail: true };
  const unmount = render(
    () => <MemberChoices kind="share" forMembers={false} choice={choice} policy={policy} onChange={() => undefined} />,
    root,
  );
  dispose = () => {
    unmount();
    root.remove();
  };
}

const described = () =>
  page
    .getByRole('checkbox')
    .elements()
    .map((box) => {
      const id = box.getAttribute('aria-describedby');
      return id === null ? null : (document.getElementById(id)?.textContent ?? '');
    });

test('what was chosen with another account stays, and says why it cannot work', async () => {
  await serverKnows(unverified);
  show();
  const why = 'Your organisation’s sign-in has not verified an email address of yours.';
  expect(described()).toEqual([why, why]);
  await serverKnows({ ...unverified, who: 'ana@example.org', address: 'ana@example.org' });
  await expect.poll(() => described()[0]).toContain('ana@example.org');
  await serverKnows(null);
  await expect.poll(described).toEqual([null, null]);
});

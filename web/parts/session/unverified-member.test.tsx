import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { Session } from '#server/session/wire.ts';
import { openPolicy } from '#web/parts/policy/testing/open-policy.ts';
import MemberChoices from './member-choices.tsx';
import { sessionRoutes } from './testing/session-routes.ts';

const routes = sessionRoutes();
const unverified: Session = { who: 'b1f4', groups: [], creator: true, expiresAt: 4_000_000_000 };

function show() {
  const policy = { ...openPolicy, signIn: { name: 'Example' }, notifyMail: true as const };
  const choice = { groups: [], showSender: true, mail: true };
  routes.mount(() => (
    <MemberChoices kind="share" forMembers={false} choice={choice} policy={policy} onChange={() => undefined} />
  ));
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
  await routes.signIn(unverified);
  show();
  const why = 'Your organisation’s sign-in has not verified an email address of yours.';
  expect(described()).toEqual([why, why]);
  await routes.signIn({ ...unverified, who: 'ana@example.org', address: 'ana@example.org' });
  await expect.poll(() => described()[0]).toContain('ana@example.org');
  await routes.signOut();
  await expect.poll(described).toEqual([null, null]);
});

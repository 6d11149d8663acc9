import { expect, test } from 'vitest';
import { publicUrl } from '#web/app/network/page-address.ts';
import { withOwnLink } from './entry-links.ts';

const entry = { id: 'VzVoyQfHjuFDWfWvCSAmmC', ownerKey: new Uint8Array(32), createdAt: 1, expiresAt: 2 };
const share = { kind: 'share', ...entry, maxViews: 1, hasPassword: false } as const;
const request = { kind: 'request', ...entry, maxAnswers: 1 } as const;

test('a stored or imported link leads to this page’s own address, whatever it contains', () => {
  for (const link of ['https://evil.example/s/x#KEY', 'https://evil.example/a/r/VzVoyQfHjuFDWfWvCSAmmC?x#KEY']) {
    expect(withOwnLink({ ...share, link }).link).toBe(`${publicUrl()}s/${entry.id}#KEY`);
    expect(withOwnLink({ ...request, link }).link).toBe(`${publicUrl()}r/${entry.id}#KEY`);
  }
  expect(withOwnLink(share)).toBe(share);
});

test('a base path that would name another host is treated as a path', () => {
  const meta = Object.assign(document.createElement('meta'), { name: 'base-path', content: '//evil.example/' });
  document.head.append(meta);
  expect(publicUrl()).toBe(`${location.origin}/evil.example/`);
  meta.remove();
});

import { expect, test } from 'vitest';
import { encodeId, idOf } from '#crypto/ids.ts';
import { ownerKeys } from '#crypto/keys.ts';
import { encodeFragment, LinkType } from '#crypto/link.ts';
import type { RequestEntry, ShareEntry } from '#web/parts/list/entry.ts';
import { merge, readShareFile, writeShareFile } from './export-file.ts';

function entry(fill: number, over: Partial<ShareEntry> = {}): ShareEntry {
  const ownerKey = new Uint8Array(32).fill(fill);
  const id = encodeId(idOf(ownerKeys(ownerKey).createProof));
  return {
    kind: 'share',
    id,
    ownerKey,
    createdAt: 1000 + fill,
    expiresAt: 90_000,
    maxViews: 1,
    hasPassword: false,
    ...over,
  };
}

function linkOf({ ownerKey, id }: ShareEntry): string {
  const idBytes = idOf(ownerKeys(ownerKey).createProof);
  const fragment = encodeFragment({ type: LinkType.share, key: new Uint8Array(32).fill(1), id: idBytes });
  return `https://old.example/a/s/${id}#${fragment}`;
}

const file = (...shares: unknown[]) => JSON.stringify({ format: 'sotto-shares', version: 1, shares });

test('a written file can be read', () => {
  const entries = [entry(1, { title: 'one ✓' }), entry(2, { link: linkOf(entry(2)) })];
  expect(readShareFile(writeShareFile(entries))).toEqual({ ok: true, entries });
});

test.each(['', 'null', '[]', '{"shares":[]}', '{"format":"sotto-shares","version":1,"shares":{}}', 'PK\u0003\u0004'])(
  'not an exported file: %j',
  (json) => {
    expect(readShareFile(json)).toEqual({ ok: false, fault: { kind: 'not-ours' } });
  },
);

test('a file has the newer version only if it holds what earlier services refuse', () => {
  const group = { id: 'g', name: 'Anna', place: 1, size: 2 };
  const versionOf = (entries: ShareEntry[]) => (JSON.parse(writeShareFile(entries)) as { version: number }).version;
  const members = { groups: ['ops'] };
  for (const over of [{ group }, { people: 3 }, { notBefore: 2000 }, { members: {} }, { members }]) {
    const entries = [entry(1, over), entry(2)];
    expect(readShareFile(writeShareFile(entries))).toEqual({ ok: true, entries });
    expect(versionOf(entries)).toBe(3);
  }
  expect(versionOf([entry(2)])).toBe(2);
});

test('a newer format is recognised', () => {
  const newer = '{"format":"sotto-shares","version":4,"entries":[]}';
  expect(readShareFile(newer)).toEqual({ ok: false, fault: { kind: 'newer' } });
});

test('one invalid entry refuses the whole file, with the entry’s position', () => {
  const [good] = (JSON.parse(writeShareFile([entry(1)])) as { shares: [Record<string, unknown>] }).shares;
  const wrong: unknown[] = [
    null,
    { ...good, id: entry(2).id },
    { ...good, extra: 1 },
    { ...good, ownerKey: 'A'.repeat(42) },
    { ...good, createdAt: -1 },
    { ...good, createdAt: 1.5 },
    { ...good, maxViews: 101 },
    { ...good, hasPassword: 'no' },
    { ...good, title: 'x'.repeat(5000) },
    { ...good, members: { groups: [] } },
    { ...good, members: { groups: ['x'.repeat(500)] } },
    { ...good, link: 'javascript:alert(1)' },
    { ...good, link: linkOf(entry(2)) },
  ];
  for (const bad of wrong) {
    expect(readShareFile(file(good, bad)), JSON.stringify(bad)).toEqual({
      ok: false,
      fault: { kind: 'entry', place: 2 },
    });
  }
});

test('merging adds new entries and completes known ones without changing them', () => {
  const known = entry(1, { title: 'mine' });
  const imported = [entry(1, { title: 'theirs', link: 'kept' }), entry(2), entry(2)];
  expect(merge([known], imported)).toEqual({ changed: [{ ...known, link: 'kept' }, entry(2)], added: 1, known: 1 });
});

const request = (
  { id, ownerKey, createdAt, expiresAt }: ShareEntry,
  over: Partial<RequestEntry> = {},
): RequestEntry => ({
  ...{ kind: 'request', id, ownerKey, createdAt, expiresAt, maxAnswers: 10 },
  ...over,
});

function requestLinkOf({ ownerKey, id }: ShareEntry): string {
  const idBytes = idOf(ownerKeys(ownerKey).createProof);
  const fragment = encodeFragment({ type: LinkType.request, key: new Uint8Array(32).fill(1), id: idBytes });
  return `https://old.example/a/r/${id}#${fragment}`;
}

test('requests are exported with their links', () => {
  const asked = { title: 'asked', link: requestLinkOf(entry(1)), members: { groups: ['ops'] } };
  const entries = [request(entry(1), asked), request(entry(2)), entry(3)];
  expect(readShareFile(writeShareFile(entries))).toEqual({ ok: true, entries });
});

test('a request with the link of a share, and a share with that of a request, are refused', () => {
  for (const wrong of [request(entry(1), { link: linkOf(entry(1)) }), entry(1, { link: requestLinkOf(entry(1)) })])
    expect(readShareFile(writeShareFile([wrong]))).toEqual({ ok: false, fault: { kind: 'entry', place: 1 } });
});

test('a file of version 1, which has only shares, can be read', () => {
  const written = writeShareFile([entry(1, { title: 'old' })]);
  const old = written.replace('"version": 2', '"version": 1').replace('"kind": "share",', '');
  expect(old).not.toContain('kind');
  expect(readShareFile(old)).toEqual({ ok: true, entries: [entry(1, { title: 'old' })] });
});

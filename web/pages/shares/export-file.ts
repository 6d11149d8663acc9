import * as v from 'valibot';
import { readLink } from '#client/link.ts';
import { equalBytes, fromBase64url, toBase64url } from '#crypto/bytes.ts';
import { decodeId, idOf } from '#crypto/ids.ts';
import { ownerKeys } from '#crypto/keys.ts';
import { MAX_ANSWERS, MAX_VIEWS } from '#crypto/limits.ts';
import { LinkType, readFragment } from '#crypto/link.ts';
import { groups } from '#server/people/wire.ts';
import type { ListEntry } from '#web/parts/list/entry.ts';
import { parseUrl } from '#client/parse-url.ts';

/** My shares as a file. It is as powerful as the manage links of its entries, and opens shares that have a link. */
const FORMAT = 'sotto-shares';
/** Version 1 had only shares, without a `kind`. Earlier services refuse what is new in version 3, so it is written only then. */
const VERSION = 3;
const PLAIN_VERSION = 2;

export const MAX_FILE_BYTES = 16 * 2 ** 20;
const MAX_ENTRIES = 20_000;
const MAX_TEXT_LENGTH = 2048;

const seconds = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const text = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_TEXT_LENGTH));
/** A number of people or of links. */
const places = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(MAX_ENTRIES));

const common = {
  id: v.pipe(v.string(), v.maxLength(22)),
  ownerKey: v.pipe(v.string(), v.length(43)),
  title: v.optional(text),
  createdAt: seconds,
  expiresAt: seconds,
  link: v.optional(text),
  members: v.exactOptional(v.strictObject({ groups: v.exactOptional(groups) })),
};

const FileEntry = v.union([
  v.strictObject({
    kind: v.optional(v.literal('share'), 'share'),
    ...common,
    maxViews: v.pipe(seconds, v.maxValue(MAX_VIEWS)),
    hasPassword: v.boolean(),
    people: v.exactOptional(places),
    notBefore: v.exactOptional(seconds),
    group: v.exactOptional(v.strictObject({ id: text, name: text, place: places, size: places })),
  }),
  v.strictObject({
    kind: v.literal('request'),
    ...common,
    maxAnswers: v.pipe(seconds, v.minValue(1), v.maxValue(MAX_ANSWERS)),
  }),
]);

const Head = v.looseObject({ format: v.literal(FORMAT), version: v.number() });
const ShareFile = v.strictObject({
  format: v.literal(FORMAT),
  version: v.picklist([1, PLAIN_VERSION, VERSION]),
  shares: v.pipe(v.array(v.unknown()), v.maxLength(MAX_ENTRIES)),
});

export type ExportFileFault =
  | { readonly kind: 'not-ours' | 'newer' }
  /** The 1-based position of the first invalid entry. */
  | { readonly kind: 'entry'; readonly place: number };

export type FileReading =
  | { readonly ok: true; readonly entries: readonly ListEntry[] }
  | { readonly ok: false; readonly fault: ExportFileFault };

export function writeShareFile(entries: readonly ListEntry[]): string {
  const shares = entries.map((entry) => ({ ...entry, ownerKey: toBase64url(entry.ownerKey) }));
  const version = entries.every(isPlain) ? PLAIN_VERSION : VERSION;
  return `${JSON.stringify({ format: FORMAT, version, shares }, null, 2)}\n`;
}

const isPlain = (entry: ListEntry) => !['people', 'notBefore', 'members', 'group'].some((member) => member in entry);

/** Accepts a file completely or not at all. Each key must belong to its id, and each link to its share. */
export function readShareFile(json: string): FileReading {
  const parsed = parse(json);
  const head = v.safeParse(Head, parsed);
  if (head.success && head.output.version > VERSION) return { ok: false, fault: { kind: 'newer' } };
  const file = v.safeParse(ShareFile, parsed);
  if (!file.success) return { ok: false, fault: { kind: 'not-ours' } };
  const entries: ListEntry[] = [];
  for (const [index, entry] of file.output.shares.entries()) {
    const read = readEntry(entry);
    if (read === undefined) return { ok: false, fault: { kind: 'entry', place: index + 1 } };
    entries.push(read);
  }
  return { ok: true, entries };
}

export interface Merge {
  readonly changed: readonly ListEntry[];
  readonly added: number;
  readonly known: number;
}

/** Known entries stay as they are, except that a missing title or link is filled in. */
export function merge(present: readonly ListEntry[], imported: readonly ListEntry[]): Merge {
  const known = new Map(present.map((entry) => [entry.id, entry]));
  const changed = new Map<string, ListEntry>();
  let added = 0;
  for (const entry of imported) {
    const before = changed.get(entry.id) ?? known.get(entry.id);
    if (before === undefined) added++;
    changed.set(entry.id, { ...entry, ...before });
  }
  return { changed: [...changed.values()], added, known: changed.size - added };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}

function readEntry(value: unknown): ListEntry | undefined {
  const parsed = v.safeParse(FileEntry, value);
  if (!parsed.success) return undefined;
  const { ownerKey, title, link, ...rest } = parsed.output;
  const id = decodeId(rest.id);
  const key = readKey(ownerKey);
  if (id === undefined || key === undefined || !equalBytes(idOf(ownerKeys(key).createProof), id)) return undefined;
  if (link !== undefined && !fits(link, { id, text: rest.id, kind: rest.kind })) return undefined;
  return { ...rest, ownerKey: key, ...(title !== undefined && { title }), ...(link !== undefined && { link }) };
}

function readKey(ownerKey: string): Uint8Array | undefined {
  try {
    return fromBase64url(ownerKey);
  } catch {
    return undefined;
  }
}

const linksOf = {
  share: { path: 's', types: [LinkType.share, LinkType.sharePassword] as readonly LinkType[] },
  request: { path: 'r', types: [LinkType.request] as readonly LinkType[] },
};

/** The link may have another origin: the service may have moved since the export. */
function fits(link: string, of: { id: Uint8Array; text: string; kind: ListEntry['kind'] }): boolean {
  const { path, types } = linksOf[of.kind];
  const url = parseUrl(link);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return false;
  const publicUrl = `${url.origin}${url.pathname.replace(new RegExp(`${path}/[^/]*$`), '')}`;
  const reading = readLink(link, { publicUrl });
  const key = readFragment(url.hash, of.id);
  return reading.kind === of.kind && reading.id === of.text && key.ok && types.includes(key.type);
}

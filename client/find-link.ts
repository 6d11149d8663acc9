import { decodeId } from '#crypto/ids.ts';
import { encodeFragment, FRAGMENT_LENGTH, LinkType, readFragment } from '#crypto/link.ts';
import type { FragmentReading } from '#crypto/link.ts';
import { readingsOf } from './link-readings.ts';
import { linkKindOf } from './link.ts';
import type { LinkKind } from './link.ts';
import { parseUrl } from './parse-url.ts';

/** The part of a link that was found. */
export interface FoundPart {
  /** The service's public URL, ending in `/`. Undefined if the text does not contain it. */
  readonly publicUrl: string | undefined;
  readonly kind: LinkKind;
  /** base58 of 16 bytes. */
  readonly id: string;
}

export interface FoundLink extends FoundPart {
  readonly ok: true;
  readonly type: LinkType;
  readonly key: Uint8Array<ArrayBuffer>;
}

export interface LinkFault {
  readonly ok: false;
  /**
   * missing, cut, wrong: the fault in the key of `link`. key, id: the text contains only a key or only an id.
   * none: the text contains no part of a link.
   */
  readonly reason: 'none' | 'key' | 'id' | 'missing' | 'cut' | 'wrong';
  readonly link?: FoundPart | undefined;
}

const kinds: Readonly<Record<LinkType, LinkKind>> = {
  [LinkType.share]: 'share',
  [LinkType.sharePassword]: 'share',
  [LinkType.request]: 'request',
  [LinkType.manage]: 'manage',
};

/** More than a real message contains. These limits bound the work for a hostile text. */
const MAX_LINKS = 8;
const MAX_KEYS = 16;
const MAX_REST_LENGTH = 8192;
const MAX_ID_LENGTH = 22;

/**
 * Finds a link in pasted text that mail, chats, trackers or people have damaged. The key may be anywhere in the text:
 * its check binds it to the id, so a wrong match is impossible. Sends nothing. Takes time proportional to the length of
 * the text.
 * @param ownId a known id, for which a key alone is enough
 */
export function findLink(text: string, ownId?: string): FoundLink | LinkFault {
  let fault: LinkFault = { ok: false, reason: 'none' };
  let homeless: FoundLink | undefined;
  for (const reading of readingsOf(text)) {
    const keys = keysIn(reading);
    for (const candidate of candidatesIn(reading, ownId)) {
      const found = unlock(candidate, keys);
      if (found.ok) {
        const link: FoundLink = {
          ...candidate.part,
          ok: true,
          kind: kinds[found.type],
          type: found.type,
          key: found.key,
        };
        if (link.publicUrl !== undefined) return link;
        homeless ??= link;
      } else if (candidate.rest !== undefined && (fault.link === undefined || fault.reason === 'missing')) {
        fault = { ok: false, reason: found.reason, link: candidate.part };
      }
    }
    if (fault.reason === 'none') fault = fragmentAlone(reading, keys);
  }
  return homeless ?? fault;
}

/** The original part after `#` of a link. */
export function fragmentOf({ id, type, key }: Pick<FoundLink, 'id' | 'type' | 'key'>): string {
  return encodeFragment({ type, key, id: decodeId(id) ?? new Uint8Array() });
}

interface Candidate {
  readonly part: FoundPart;
  /** The text after the id. Undefined if the id is not from this text. */
  readonly rest?: string;
}

function* candidatesIn(text: string, ownId: string | undefined): Generator<Candidate> {
  yield* linksIn(text);
  if (ownId !== undefined) yield { part: { publicUrl: undefined, kind: 'share', id: ownId } };
}

/** Finds every `s/<id>` with an address before it, then every `<id>#`. */
function* linksIn(text: string): Generator<Candidate> {
  let left = MAX_LINKS;
  // The character before each link is part of the match: Safari has lookbehind only since 16.4.
  for (const match of text.matchAll(/(^|[^0-9A-Za-z])([srmSRM])\/([1-9A-HJ-NP-Za-km-z]{16,})/g)) {
    if (left-- === 0) return;
    const [, before = '', letter = '', run = ''] = match;
    const index = match.index + before.length;
    const home = homeBefore(text, index);
    if (home === 'elsewhere') continue;
    const start = index + letter.length + 1;
    for (const id of idsOf(run)) {
      const part = { publicUrl: home, kind: linkKindOf(letter.toLowerCase()) ?? 'share', id };
      yield { part, rest: text.slice(start + id.length, start + MAX_REST_LENGTH) };
    }
  }
  for (const { index, 0: match, 1: id = '' } of text.matchAll(
    /(?:^|[^0-9A-Za-z/])([1-9A-HJ-NP-Za-km-z]{16,22})(?=\s*#)/g,
  )) {
    if (left-- === 0) return;
    if (decodeId(id) === undefined) continue;
    yield {
      part: { publicUrl: undefined, kind: 'share', id },
      rest: text.slice(index + match.length, index + MAX_REST_LENGTH),
    };
  }
}

/** Joining lines may have put a word directly after an id. */
function idsOf(run: string): string[] {
  const ids = run.length <= MAX_ID_LENGTH ? [run] : [run.slice(0, MAX_ID_LENGTH), run.slice(0, MAX_ID_LENGTH - 1)];
  return ids.filter((id) => decodeId(id) !== undefined);
}

function keysIn(text: string): string[] {
  const keys = new Set<string>();
  for (const [run] of text.matchAll(/[1-9A-HJ-NP-Za-km-z]{50,}/g)) {
    if (keys.size >= MAX_KEYS) break;
    keys.add(run.slice(0, FRAGMENT_LENGTH));
    keys.add(run.slice(-FRAGMENT_LENGTH));
  }
  return [...keys];
}

/** Tries the key after `#`, then keys elsewhere in the text, then the rest without punctuation. */
function unlock({ part: { id }, rest = '' }: Candidate, keys: readonly string[]): FragmentReading {
  const bytes = decodeId(id);
  if (bytes === undefined) return { ok: false, reason: 'missing' };
  const inPlace: FragmentReading = /#|%23/.test(rest) ? readFragment(rest, bytes) : { ok: false, reason: 'missing' };
  if (inPlace.ok) return inPlace;
  const squeezed = rest.slice(rest.indexOf('#') + 1).replace(/[^0-9A-Za-z]+/g, '');
  for (const key of [...keys, squeezed, squeezed.slice(-FRAGMENT_LENGTH)]) {
    const elsewhere = readFragment(key, bytes);
    if (elsewhere.ok) return elsewhere;
  }
  return inPlace;
}

/** Tells a text with only a key or only an id from one without either. */
function fragmentAlone(text: string, keys: readonly string[]): LinkFault {
  if (text.includes('/')) return { ok: false, reason: 'none' };
  if (keys.length > 0) return { ok: false, reason: 'key' };
  return { ok: false, reason: decodeId(text.trim()) === undefined ? 'none' : 'id' };
}

/** Characters that do not occur in a pasted address. */
const BREAK = /[\s"'<>(){}`^\u00AB\u00BB\u2018-\u201F\u2039\u203A\u3001-\u301F\uFF0C]/;
/** A mail filter that puts the link into the path of its own address. `readingsOf` unwraps it. */
const WRAPPER = /^https?:\/\/urldefense\.[^?]*$/i;
const HOST = /^(?:localhost|(?:[\p{L}\p{N}-]+\.)+[\p{L}\p{N}-]+\.?)(?::\d+)?\//u;

/**
 * @returns the service's public URL; undefined if the text does not contain it; 'elsewhere' if it is not a web address
 */
function homeBefore(text: string, end: number): string | undefined {
  let start = end;
  while (start > 0 && !BREAK.test(text.charAt(start - 1))) start--;
  const token = text.slice(start, end);
  const small = token.toLowerCase();
  const scheme = Math.max(small.lastIndexOf('https://'), small.lastIndexOf('http://'));
  if (scheme < 0 && token.includes('://')) return 'elsewhere';
  const bare = token.slice(
    Math.max(...['=', '&', '?', ',', ';', '|', '*', '!', '['].map((mark) => token.lastIndexOf(mark))) + 1,
  );
  const given = scheme >= 0 ? token.slice(scheme) : undefined;
  if (given !== undefined && WRAPPER.test(given)) return 'elsewhere';
  // A query before the path belongs to a redirector, whose server must get no request.
  const isBare = given === undefined || given.includes('?');
  const address = isBare ? `https://${bare}` : given;
  const url = isBare && !HOST.test(bare) ? null : parseUrl(address);
  return url === null ? undefined : url.origin + url.pathname.replace(/\/{2,}/g, '/');
}

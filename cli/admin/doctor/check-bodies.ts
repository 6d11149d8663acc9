import { randomBytes } from 'node:crypto';
import { encodeId } from '#crypto/ids.ts';
import { codeOf, isFromSignIn, problemOf } from './ask.ts';
import { guardedCreating, guardedOpening } from './check-sign-in.ts';
import type { Finding } from './finding.ts';
import type { Reached } from './reach.ts';

const KIBIBYTE = 1024;
/** The largest create; then the parts of files, the smallest and the largest. */
const SMALL_BYTES = 600 * KIBIBYTE;
const CREATE_BYTES = 1_000_000;
const LARGE_BYTES = 4096 * KIBIBYTE + 128;
const EARLY_MS = 3_000;

const bytes = { 'content-type': 'application/octet-stream' };
/** Of nothing: every request here is refused by the service for its form, and that refusal is the sign that it arrived. */
const nobody = (): string => `api/shares/${encodeId(new Uint8Array(randomBytes(16)))}`;

const SIGN_IN = 'a sign-in';

/** @returns what refused it instead of the service, or undefined when the service had it */
async function refusedOnTheWay({ address, ask }: Reached, path: string, length: number): Promise<string | undefined> {
  try {
    const reply = await ask(address, { method: 'PUT', path, headers: bytes, body: new Uint8Array(length) });
    if (problemOf(reply) !== undefined) return undefined;
    return isFromSignIn(reply) ? SIGN_IN : String(reply.status);
  } catch (error) {
    return codeOf(error);
  }
}

/** @param isTold pages know of a sign-in */
export async function checkBodies(reached: Reached, isTold: boolean): Promise<Finding[]> {
  const empty = await refusedOnTheWay(reached, nobody(), 1);
  if (empty === SIGN_IN) return guardedCreating(isTold);
  if (empty !== undefined) {
    return [
      {
        what: `PUT is refused on the way (${empty}): nobody can create anything.`,
        nginx: 'no limit_except',
        fix: 'Allow GET, HEAD, POST and PUT.',
      },
    ];
  }
  for (const length of [SMALL_BYTES, CREATE_BYTES]) {
    const refused = await refusedOnTheWay(reached, nobody(), length);
    if (refused === undefined) continue;
    return [
      {
        what: `Bodies of ${length.toLocaleString('en')} bytes are refused on the way (${refused}): long texts and files fail.`,
        nginx: 'client_max_body_size 5m;',
        caddy: 'request_body { max_size 5MB }',
      },
    ];
  }
  const refused = await refusedOnTheWay(reached, `${nobody()}/parts/0`, LARGE_BYTES);
  if (refused === undefined) return [];
  return [
    {
      isNote: true,
      what: `Parts of 4 MiB are refused on the way (${refused}): files go in parts of half a MiB, which takes a little longer.`,
      nginx: 'client_max_body_size 5m;',
      caddy: 'request_body { max_size 5MB }',
    },
  ];
}

/** Opening, and whatever else is not creating, is a POST. */
export async function checkOpening({ address, ask }: Reached, isTold: boolean): Promise<Finding[]> {
  const question = { method: 'POST', path: `${nobody()}/open`, headers: bytes, body: new Uint8Array(1) };
  const reply = await ask(address, question).catch(codeOf);
  if (typeof reply !== 'string') {
    if (problemOf(reply) !== undefined) return [];
    if (isFromSignIn(reply)) return guardedOpening(isTold);
  }
  const refused = typeof reply === 'string' ? reply : String(reply.status);
  return [
    {
      what: `POST is refused on the way (${refused}): nobody can open anything.`,
      nginx: 'no limit_except',
      fix: 'Allow GET, HEAD, POST and PUT.',
    },
  ];
}

/** A refusal that follows from the head alone comes at once, unless something on the way waits for the body. */
export async function checkBuffering({ address, ask }: Reached): Promise<Finding[]> {
  const question = { method: 'PUT', path: nobody(), headers: { 'content-type': 'text/plain' } };
  const reply = await ask(address, { ...question, withheldBytes: CREATE_BYTES, waitMs: EARLY_MS }).catch(
    () => undefined,
  );
  if (reply !== undefined && (problemOf(reply) !== undefined || isFromSignIn(reply))) return [];
  return [
    {
      isNote: true,
      what: 'Uploads are collected on the way before Sotto sees them: each part waits for its last byte twice.',
      nginx: 'proxy_request_buffering off;',
    },
  ];
}

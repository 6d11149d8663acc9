import { failureCode, isFromSignIn, problemOf } from './probe.ts';
import { strangerId } from './check-page.ts';
import { guardedCreating, guardedOpening } from './check-sign-in.ts';
import type { Finding } from './finding.ts';
import type { Reached } from './reach.ts';

const KIBIBYTE = 1024;
/** Bodies to try: a small one, the largest create, and the largest part of a file. */
const SMALL_BYTES = 600 * KIBIBYTE;
const CREATE_BYTES = 1_000_000;
const LARGE_BYTES = 4096 * KIBIBYTE + 128;
const EARLY_MS = 3_000;

const bytes = { 'content-type': 'application/octet-stream' };
/** The path of no share. The service refuses these malformed requests, and its refusal shows that they arrived. */
const unusedPath = (): string => `api/shares/${strangerId()}`;

const SIGN_IN = 'a sign-in';

/** @returns the refusal of something in between, or undefined if the service got the body */
async function refusedInTransit({ address, send }: Reached, path: string, length: number): Promise<string | undefined> {
  try {
    const reply = await send(address, { method: 'PUT', path, headers: bytes, body: new Uint8Array(length) });
    if (problemOf(reply) !== undefined) return undefined;
    return isFromSignIn(reply) ? SIGN_IN : String(reply.status);
  } catch (error) {
    return failureCode(error);
  }
}

/** @param knowsSignIn whether the pages know about a sign-in */
export async function checkBodies(reached: Reached, knowsSignIn: boolean): Promise<Finding[]> {
  const empty = await refusedInTransit(reached, unusedPath(), 1);
  if (empty === SIGN_IN) return guardedCreating(knowsSignIn);
  if (empty !== undefined) {
    return [
      {
        what: `PUT is refused in transit (${empty}): nobody can create anything.`,
        nginx: 'no limit_except',
        fix: 'Allow GET, HEAD, POST and PUT.',
      },
    ];
  }
  for (const length of [SMALL_BYTES, CREATE_BYTES]) {
    const refused = await refusedInTransit(reached, unusedPath(), length);
    if (refused === undefined) continue;
    return [
      {
        what: `Bodies of ${length.toLocaleString('en')} bytes are refused in transit (${refused}): long texts and files fail.`,
        nginx: 'client_max_body_size 5m;',
        caddy: 'request_body { max_size 5MB }',
      },
    ];
  }
  const refused = await refusedInTransit(reached, `${unusedPath()}/parts/0`, LARGE_BYTES);
  if (refused === undefined) return [];
  return [
    {
      isNote: true,
      what: `Parts of 4 MiB are refused in transit (${refused}): files are sent in parts of 0.5 MiB, which takes a little longer.`,
      nginx: 'client_max_body_size 5m;',
      caddy: 'request_body { max_size 5MB }',
    },
  ];
}

/** Opening is a POST, like every call that does not create. */
export async function checkOpening({ address, send }: Reached, knowsSignIn: boolean): Promise<Finding[]> {
  const probe = { method: 'POST', path: `${unusedPath()}/open`, headers: bytes, body: new Uint8Array(1) };
  const reply = await send(address, probe).catch(failureCode);
  if (typeof reply !== 'string') {
    if (problemOf(reply) !== undefined) return [];
    if (isFromSignIn(reply)) return guardedOpening(knowsSignIn);
  }
  const refused = typeof reply === 'string' ? reply : String(reply.status);
  return [
    {
      what: `POST is refused in transit (${refused}): nobody can open anything.`,
      nginx: 'no limit_except',
      fix: 'Allow GET, HEAD, POST and PUT.',
    },
  ];
}

/**
 * The service refuses this request by its headers alone, so the reply comes at once unless a proxy waits for the body.
 */
export async function checkBuffering({ address, send }: Reached): Promise<Finding[]> {
  const probe = { method: 'PUT', path: unusedPath(), headers: { 'content-type': 'text/plain' } };
  const reply = await send(address, { ...probe, withheldBytes: CREATE_BYTES, waitMs: EARLY_MS }).catch(() => undefined);
  if (reply !== undefined && (problemOf(reply) !== undefined || isFromSignIn(reply))) return [];
  return [
    {
      isNote: true,
      what: 'Uploads are buffered in transit, so each part is transferred completely before Sotto gets its first byte.',
      nginx: 'proxy_request_buffering off;',
    },
  ];
}

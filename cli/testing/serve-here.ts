import { vi } from 'vitest';
import type { ErrorCode } from '#server/errors.ts';
import { openTestService } from '#server/testing/test-service.ts';
import type { Between, TestService } from '#server/testing/test-service.ts';

/** A service in this process, which commands reach at its `baseUrl` as if it were on the network. */
export async function serveHere(env: Readonly<Record<string, string>> = {}): Promise<TestService> {
  const service = await openTestService(env);
  vi.stubGlobal('fetch', service.fetch);
  return service;
}

/** An error reply as a service writes it. */
export function problem(refusal: { readonly status: number; readonly code: ErrorCode }, headers = {}): Response {
  const described = { 'content-type': 'application/problem+json', ...headers };
  const body = { type: `urn:sotto:error:${refusal.code}`, ...refusal };
  return new Response(JSON.stringify(body), { status: refusal.status, headers: described });
}

/** Asks for a wait that is longer than any automatic retry. */
export const notNow = (): Response => problem({ status: 429, code: 'rate-limited' }, { 'retry-after': '60' });

/** The service does the request, but its reply is lost; the retry is refused as one too many. */
export function lostThenRefused(isMeant: (line: string) => boolean): Between {
  let tries = 0;
  return async ({ line }, go) => {
    if (!isMeant(line)) return go();
    tries += 1;
    if (tries > 1) return notNow();
    await go();
    throw new TypeError('fetch failed');
  };
}

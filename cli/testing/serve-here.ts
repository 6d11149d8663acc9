import { vi } from 'vitest';
import type { ErrorCode } from '#server/errors.ts';
import { openTestService } from '#server/testing/test-service.ts';
import type { Between, TestService } from '#server/testing/test-service.ts';

/** A service that this process's commands reach as they would one on the network, at its `baseUrl`. */
export async function serveHere(env: Readonly<Record<string, string>> = {}): Promise<TestService> {
  const service = await openTestService(env);
  vi.stubGlobal('fetch', service.fetch);
  return service;
}

/** A refusal as a service writes it. */
export function problem(refusal: { readonly status: number; readonly code: ErrorCode }, headers = {}): Response {
  const described = { 'content-type': 'application/problem+json', ...headers };
  return new Response(JSON.stringify(refusal), { status: refusal.status, headers: described });
}

/** Longer than anybody waits unasked. */
export const notNow = (): Response => problem({ status: 429, code: 'rate-limited' }, { 'retry-after': '60' });

/** The service does what is asked, and its answer is lost; asked again, it says that this is too often. */
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

import { endpoint } from './http/endpoint.ts';
import type { Endpoint } from './http/endpoint.ts';
import type { Reply } from './http/reply.ts';

/** Documents the other endpoints. Built on the first request, because few services ever serve it. */
export function openApiEndpoint(endpoints: readonly Endpoint[]): Endpoint {
  let reply: Reply | undefined;
  return endpoint({
    method: 'GET',
    path: '/api/openapi.json',
    access: 'anyone',
    rateClass: 'other',
    act: async ({ deps: { config }, replies }) => {
      if (reply !== undefined) return reply;
      const { openApi } = await import('./openapi-document.ts');
      return (reply ??= replies.json(openApi(config.publicUrl, endpoints)));
    },
    docs: { summary: 'This document.', success: { 200: 'OpenAPI 3.1.' }, reply: {}, errors: [] },
  });
}

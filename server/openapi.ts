import type { Deps } from './deps.ts';
import type { Answer, Answers } from './http/reply.ts';
import type { Endpoint } from './http/endpoint.ts';

/** The document of the other endpoints, written once, for the first who asks: hardly anyone does. */
export function openApiEndpoint(
  { config }: Pick<Deps, 'config'>,
  answers: Answers,
  endpoints: readonly Endpoint[],
): Endpoint {
  let answer: Answer | undefined;
  const write = async () => {
    const { openApi } = await import('./openapi-document.ts');
    return (answer ??= answers.json(openApi(config.publicUrl, endpoints)));
  };
  return {
    method: 'GET',
    path: '/api/openapi.json',
    rateClass: 'other',
    answer: () => answer ?? write(),
    docs: { summary: 'This document.', success: { 200: 'OpenAPI 3.1.' }, response: {}, errors: [] },
  };
}

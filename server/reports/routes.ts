import type { Deps } from '#server/deps.ts';
import type { Answers } from '#server/http/reply.ts';
import type { Endpoint } from '#server/http/endpoint.ts';
import { parseJsonMessage } from '#server/http/parse-message.ts';
import { smallJson } from '#server/http/read-body.ts';
import { reportShare } from './report-share.ts';
import * as wire from './wire.ts';

export function reportEndpoint(deps: Deps, answers: Answers): Endpoint {
  return {
    method: 'POST',
    path: '/api/reports',
    rateClass: 'other',
    body: smallJson,
    answer: async ({ bytes, caller }) => {
      await reportShare(deps, parseJsonMessage(wire.ReportBody, bytes), caller.client);
      return answers.json({}, 202);
    },
    docs: {
      summary: 'Tell the operator of abuse, by the id alone. Where nobody reads reports, there is nothing here.',
      request: { json: wire.ReportBody },
      success: { 202: 'Heard, whether there is such a share or not.' },
      response: { json: wire.ReportReply },
      errors: ['not-found', 'quota-exceeded'],
    },
  };
}

import { endpoint } from '#server/http/endpoint.ts';
import { jsonMessage } from '#server/http/message.ts';
import { reportShare } from './report-share.ts';
import * as wire from './wire.ts';

export const reportEndpoint = endpoint({
  method: 'POST',
  path: '/api/reports',
  access: 'anyone',
  rateClass: 'other',
  message: jsonMessage(wire.ReportBody),
  act: async ({ deps, input, client, replies }) => {
    await reportShare(deps, input, client);
    return replies.json({}, 202);
  },
  docs: {
    summary: 'Report abuse to the operator, by id. Not found if this service accepts no reports.',
    success: { 202: 'Received, whether or not the share exists.' },
    reply: { json: wire.ReportReply },
    errors: ['not-found', 'quota-exceeded'],
  },
});

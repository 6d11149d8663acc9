import { ReportReply } from '#server/reports/wire.ts';
import type { ReportBody } from '#server/reports/wire.ts';
import { createCaller, jsonBody, readJson } from './call.ts';
import type { ApiOptions, CallOptions } from './call.ts';
import { ProtocolError } from './errors.ts';
import type { HttpReply } from './exchange.ts';

/** The reply has no content, so its status is checked: JSON from a sign-in or another service comes with 200. */
const ACCEPTED = 202;

/** The part of the HTTP API for reports of abuse, which contain an id and a reason. Throws as `Api` does. */
export interface ReportsApi {
  /** The reply does not reveal whether the share exists. Not retried: a report without a reply may have arrived. */
  readonly report: (body: ReportBody, options?: CallOptions) => Promise<unknown>;
}

export function createReportsApi(apiOptions: ApiOptions): ReportsApi {
  const call = createCaller(apiOptions);
  const read = (reply: HttpReply) => {
    if (reply.status !== ACCEPTED) throw new ProtocolError('not a receipt');
    return readJson(ReportReply)(reply);
  };
  return {
    report: (body, options) => call({ path: 'reports', body: jsonBody(body), repeatable: false, read, options }),
  };
}

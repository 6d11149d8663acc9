import { ReportReply } from '#server/reports/wire.ts';
import type { ReportBody } from '#server/reports/wire.ts';
import { createCaller, jsonBody, readJson } from './call.ts';
import type { ApiOptions, CallOptions } from './call.ts';
import { ProtocolError } from './errors.ts';
import type { Answer } from './exchange.ts';

/** The answer says nothing, so its status counts: JSON of a sign-in or of another service comes with 200. */
const ACCEPTED = 202;

/** The part of the HTTP API by which abuse is reported: by id and reason alone. Throws as `Api` does. */
export interface ReportsApi {
  /** Answered alike whether there is such a share or not. Asks once: whether a report that got no answer has arrived is unknown. */
  readonly report: (body: ReportBody, options?: CallOptions) => Promise<unknown>;
}

export function createReportsApi(apiOptions: ApiOptions): ReportsApi {
  const call = createCaller(apiOptions);
  const read = (answer: Answer) => {
    if (answer.status !== ACCEPTED) throw new ProtocolError('not a receipt');
    return readJson(ReportReply)(answer);
  };
  return {
    report: (body, options) => call({ path: 'reports', body: jsonBody(body), repeatable: false, read, options }),
  };
}

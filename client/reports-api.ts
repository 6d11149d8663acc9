import { ReportAnswer } from '#server/reports/wire.ts';
import type { ReportBody } from '#server/reports/wire.ts';
import { createCaller, jsonBody, readJson } from './call.ts';
import type { ApiOptions, CallOptions } from './call.ts';

/** The part of the HTTP API by which abuse is reported: by id and reason alone. Throws as `Api` does. */
export interface ReportsApi {
  /** Answered alike whether there is such a share or not. Asks once: whether a report that got no answer has arrived is unknown. */
  readonly report: (body: ReportBody, options?: CallOptions) => Promise<unknown>;
}

export function createReportsApi(apiOptions: ApiOptions): ReportsApi {
  const call = createCaller(apiOptions);
  return {
    report: (body, options) =>
      call({ path: 'reports', body: jsonBody(body), repeatable: false, read: readJson(ReportAnswer), options }),
  };
}

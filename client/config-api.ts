import { ServerConfig } from '#server/http/config-wire.ts';
import { createCaller, readJson } from './call.ts';
import type { ApiCaller, ApiOptions, CallOptions } from './call.ts';

export const configCall =
  (call: ApiCaller) =>
  (options?: CallOptions): Promise<ServerConfig> =>
    call({ method: 'GET', path: 'config', read: readJson(ServerConfig), options });

/** Reads the configuration of a service, for pages that need nothing else of it. */
export const createConfigApi = (apiOptions: ApiOptions) => configCall(createCaller(apiOptions));

import { createReaderApi } from '#client/reader-api.ts';
import { basePath } from '#web/layout/environment.ts';
import { fetchWithDate } from '#web/server-clock.ts';

/** As much of the server that this page came from as a recipient needs. */
export const readerApi = createReaderApi({ baseUrl: new URL(basePath(), location.href).href, fetch: fetchWithDate });

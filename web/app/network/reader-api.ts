import { createReaderApi } from '#client/reader-api.ts';
import { fetchWithDate } from './server-clock.ts';
import { service } from './service.ts';

/** As much of the server that this page came from as a recipient needs. */
export const readerApi = createReaderApi({ ...service(), fetch: fetchWithDate });

import { createReaderApi } from '#client/reader-api.ts';
import { fetchWithDate } from '#web/clock.ts';
import { service } from './service.ts';

/** The part of the API that recipients need, on the server that this page came from. */
export const readerApi = createReaderApi({ ...service(), fetch: fetchWithDate });

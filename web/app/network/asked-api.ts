import { createAskedApi } from '#client/asked-api.ts';
import { fetchWithDate } from '#web/clock.ts';
import { service } from './service.ts';

/** The part of the API that people who answer need, on the server that this page came from. */
export const askedApi = createAskedApi({ ...service(), fetch: fetchWithDate });

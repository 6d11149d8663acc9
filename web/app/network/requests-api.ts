import { createRequestsApi } from '#client/requests-api.ts';
import { fetchWithDate } from '#web/clock.ts';
import { service } from './service.ts';
import { heldToken } from './token-store.ts';

/** The API of requests, on the server that this page came from. */
export const requests = createRequestsApi({ ...service(), fetch: fetchWithDate, token: heldToken });

import { createRequestsApi } from '#client/requests-api.ts';
import { fetchWithDate } from './server-clock.ts';
import { service } from './service.ts';
import { heldToken } from '#web/parts/token/token-store.ts';

/** That of `api.ts`, for pages that are about requests. */
export const requests = createRequestsApi({ ...service(), fetch: fetchWithDate, token: heldToken });

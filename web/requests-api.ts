import { createRequestsApi } from '#client/requests-api.ts';
import { fetchWithDate } from '#web/server-clock.ts';
import { service } from '#web/service.ts';
import { heldToken } from '#web/token/token-store.ts';

/** That of `api.ts`, for pages that are about requests. */
export const requests = createRequestsApi({ ...service(), fetch: fetchWithDate, token: heldToken });

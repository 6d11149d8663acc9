import { createRequestsApi } from '#client/requests-api.ts';
import { service } from '#web/service.ts';
import { heldToken } from '#web/token/token-store.ts';

/** That of `api.ts`, for pages that are about requests. */
export const requests = createRequestsApi({ ...service(), token: heldToken });

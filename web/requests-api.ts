import { createRequestsApi } from '#client/requests-api.ts';
import { basePath } from '#web/layout/environment.ts';
import { fetchWithDate } from '#web/server-clock.ts';
import { heldToken } from '#web/token/token-store.ts';

/** That of `api.ts`, for pages that are about requests. */
export const requests = createRequestsApi({
  baseUrl: new URL(basePath(), location.href).href,
  fetch: fetchWithDate,
  token: heldToken,
});

import { createApi } from '#client/api.ts';
import { basePath } from '#web/layout/environment.ts';
import { fetchWithDate } from '#web/server-clock.ts';
import { heldToken } from '#web/token/token-store.ts';

/** The server that this page came from. */
export const api = createApi({
  baseUrl: new URL(basePath(), location.href).href,
  fetch: fetchWithDate,
  token: heldToken,
});

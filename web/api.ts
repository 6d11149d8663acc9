import { createApi } from '#client/api.ts';
import { fetchWithDate } from '#web/server-clock.ts';
import { service } from '#web/service.ts';
import { heldToken } from '#web/token/token-store.ts';

/** The server that this page came from. */
export const api = createApi({ ...service(), fetch: fetchWithDate, token: heldToken });

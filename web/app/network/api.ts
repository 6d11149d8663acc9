import { createApi } from '#client/api.ts';
import { fetchWithDate } from '#web/clock.ts';
import { service } from './service.ts';
import { heldToken } from './token-store.ts';

/** The server that this page came from. */
export const api = createApi({ ...service(), fetch: fetchWithDate, token: heldToken });

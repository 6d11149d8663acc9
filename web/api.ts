import { createApi } from '#client/api.ts';
import { service } from '#web/service.ts';
import { heldToken } from '#web/token/token-store.ts';

/** The server that this page came from. */
export const api = createApi({ ...service(), token: heldToken });

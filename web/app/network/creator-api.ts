import { createCreatorApi } from '#client/creator-api.ts';
import { fetchWithDate } from '#web/clock.ts';
import { service } from './service.ts';
import { heldToken } from './token-store.ts';

/** The part of the API that senders need, on the server that this page came from. */
export const creatorApi = createCreatorApi({ ...service(), fetch: fetchWithDate, token: heldToken });

import { createOwnerApi } from '#client/owner-api.ts';
import { fetchWithDate } from '#web/clock.ts';
import { service } from './service.ts';

/** The part of the API for the owner of a share, on the server that this page came from. */
export const ownerApi = createOwnerApi({ ...service(), fetch: fetchWithDate });

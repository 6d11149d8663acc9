import * as manage from '#client/manage.ts';
import type { Owner } from '#client/owner.ts';
import { ownerApi } from '#web/app/network/owner-api.ts';

/** The lazy module of the receipt: its view, and what it asks the server. */
export { SentAnswer } from './sent-answer.tsx';

export const readStatus = (owner: Owner) => manage.readStatus(ownerApi, owner);
export const remove = (owner: Owner) => manage.remove(ownerApi, owner);

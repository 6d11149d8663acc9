import { createConfigApi } from '#client/config-api.ts';
import { service } from '#web/app/network/service.ts';
import { fetchWithDate } from '#web/clock.ts';
import type { MembersGateEffects } from './create-members-gate.ts';
import { session } from './session.ts';
import { addSessionLine } from './session-line.tsx';

/** A lazy module, for what only members may open or answer. */
export const membersGateEffects: MembersGateEffects = {
  session,
  organisation: async () => (await createConfigApi({ ...service(), fetch: fetchWithDate })()).signIn,
  follow: addSessionLine,
};

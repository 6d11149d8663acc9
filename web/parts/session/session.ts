import { createSession } from './create-session.ts';
import { followOtherTabs, sessionApi, tellOtherTabs } from './session-service.ts';

/** One for each page: its header and its content show the same. A lazy module, for services with sign-in. */
export const session = createSession({ api: sessionApi, tellOtherTabs, followOtherTabs });

import { basePath } from '#web/app/layout/environment.ts';
import { sessionApi as api, tellOtherTabs } from '#web/parts/session/session-service.ts';
import type { LeavingEffects } from './create-leaving.ts';
import type { ReturnedEffects } from './create-returned.ts';
import { createTabState } from './tab-state.ts';

const tab = createTabState(`sotto sign-in ${basePath()}`, () => sessionStorage);

export const leavingEffects = (): LeavingEffects => ({
  api,
  tab,
  fromPage: location.hash === '#from-page',
  goTo: (url) => location.replace(url),
});

export const returnedEffects = (): ReturnedEffects => ({
  api,
  tab,
  tellOtherTabs,
  takeQuery: () => {
    const query = new URLSearchParams(location.search);
    history.replaceState(null, '', location.pathname);
    return query;
  },
  close: () => window.close(),
});

import { basePath } from '#web/app/layout/environment.ts';

/** The token that lets its holder create here: for this page, this tab, or this browser. It is never in an address. */
export interface TokenStore {
  /** What an earlier page was left with, and from now on goes along. */
  readonly find: () => { readonly kept: boolean } | undefined;
  /** Goes along from now on, until the page is left. */
  readonly use: (token: string) => void;
  /** The server has taken it. @returns whether this browser keeps it */
  readonly keep: (where: 'browser' | 'tab') => boolean;
  readonly forget: () => void;
}

/** Of this service alone: others may live at the same origin, under other paths. */
const KEY = `token:${basePath()}`;
const places = { browser: () => localStorage, tab: () => sessionStorage } as const;

let held: string | undefined;

/** For what is sent. */
export function heldToken(): string | undefined {
  return held;
}

export const tokenStore: TokenStore = {
  find: () => {
    const kept = read('browser');
    held = kept ?? read('tab');
    return held === undefined ? undefined : { kept: kept !== undefined };
  },
  use: (token) => {
    held = token;
  },
  keep: (where) => {
    forgetStored();
    try {
      if (held !== undefined) places[where]().setItem(KEY, held);
      return where === 'browser' && held !== undefined;
    } catch {
      // Storage is refused: it holds for this page.
      return false;
    }
  },
  forget: () => {
    held = undefined;
    forgetStored();
  },
};

function read(place: keyof typeof places): string | undefined {
  try {
    return places[place]().getItem(KEY) ?? undefined;
  } catch {
    return undefined;
  }
}

function forgetStored(): void {
  for (const place of Object.values(places)) {
    try {
      place().removeItem(KEY);
    } catch {
      // Nothing is stored where storage is refused.
    }
  }
}

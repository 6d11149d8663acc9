import { basePath } from '#web/app/layout/environment.ts';

/**
 * Stores the token that is required to create here: for this page, this tab or this browser. It never appears in a URL.
 */
export interface TokenStore {
  /** Finds the token that an earlier page stored. Requests carry it from now on. */
  readonly find: () => { readonly kept: boolean } | undefined;
  /** Requests carry it from now on, until the page is left. */
  readonly use: (token: string) => void;
  /** Stores it after the server has accepted it. @returns whether this browser keeps it */
  readonly keep: (where: 'browser' | 'tab') => boolean;
  readonly forget: () => void;
}

/** Per service: others may live at the same origin, under other paths. */
const KEY = `token:${basePath()}`;
const places = { browser: () => localStorage, tab: () => sessionStorage } as const;

let held: string | undefined;

/** The token that requests carry. */
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
      // The browser refuses storage: the token lasts until this page is left.
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
      // If the browser refuses storage, nothing is stored.
    }
  }
}

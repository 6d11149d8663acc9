/** What this tab remembers of a share over a reload. Another tab, and another visit, know nothing of it. */
export interface TabMemory {
  readonly claim: () => string | undefined;
  /** @returns whether it can be read again. */
  readonly keepClaim: (claim: string) => boolean;
  readonly dropClaim: () => void;
  /** Unix seconds of the server. */
  readonly openedAt: () => number | undefined;
  readonly keepOpenedAt: (at: number) => void;
  readonly dropOpenedAt: () => void;
}

export function createTabMemory(id: string, storage: () => Storage): TabMemory {
  const claim = `sotto claim ${id}`;
  const openedAt = `sotto opened ${id}`;
  return {
    claim: () => attempt(() => storage().getItem(claim)) ?? undefined,
    keepClaim: (value) =>
      attempt(() => {
        storage().setItem(claim, value);
        return storage().getItem(claim) === value;
      }) === true,
    dropClaim: () => attempt(() => storage().removeItem(claim)),
    openedAt: () => {
      const text = attempt(() => storage().getItem(openedAt)) ?? '';
      return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
    },
    dropOpenedAt: () => attempt(() => storage().removeItem(openedAt)),
    keepOpenedAt: (at) => attempt(() => storage().setItem(openedAt, String(at))),
  };
}

function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

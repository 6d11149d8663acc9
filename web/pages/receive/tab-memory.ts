/** This tab's memory of a share, which survives a reload. Other tabs and later visits do not see it. */
export interface TabMemory {
  readonly claim: () => string | undefined;
  /** @returns whether it can be read back */
  readonly keepClaim: (claim: string) => boolean;
  readonly dropClaim: () => void;
  /** Unix seconds, by the server's clock. */
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

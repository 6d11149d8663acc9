interface Payload {
  readonly uid?: string;
  readonly grantId?: string;
  readonly accountId?: string;
  readonly [member: string]: unknown;
}

interface Stored {
  readonly payload: Payload;
  consumed?: number;
}

/** What a test's provider remembers, as oidc-provider asks for it. It outlives a change of the provider's keys. */
export class ProviderStorage {
  readonly #rows = new Map<string, Stored>();

  readonly adapter = (model: string) => {
    const key = (id: string) => `${model} ${id}`;
    const read = (stored: Stored | undefined) => stored && { ...stored.payload, consumed: stored.consumed };
    return {
      find: async (id: string) => read(this.#rows.get(key(id))),
      findByUid: async (uid: string) => read([...this.#of(model)].find(([, { payload }]) => payload.uid === uid)?.[1]),
      findByUserCode: async () => undefined,
      upsert: async (id: string, payload: Payload) => void this.#rows.set(key(id), { payload }),
      destroy: async (id: string) => void this.#rows.delete(key(id)),
      consume: async (id: string) => {
        const stored = this.#rows.get(key(id));
        if (stored !== undefined) stored.consumed = Math.floor(Date.now() / 1000);
      },
      revokeByGrantId: async (grantId: string) => this.#forget(({ payload }) => payload.grantId === grantId),
    };
  };

  /** @param client as OpenID Connect Dynamic Client Registration 1.0 names its members */
  addClient(client: { readonly client_id: string; readonly [member: string]: unknown }): void {
    this.#rows.set(`Client ${client.client_id}`, { payload: client });
  }

  /** The ids of the provider's sessions of this account with a client, which are forgotten. */
  takeSessions(accountId: string, clientId: string): string[] {
    const sessions = [...this.#of('Session')].filter(([, { payload }]) => payload.accountId === accountId);
    for (const [key] of sessions) this.#rows.delete(key);
    return sessions.flatMap(([, { payload }]) => {
      const { authorizations } = payload as { authorizations?: Record<string, { readonly sid?: string }> };
      return authorizations?.[clientId]?.sid ?? [];
    });
  }

  #of(model: string) {
    return [...this.#rows].filter(([key]) => key.startsWith(`${model} `));
  }

  #forget(isOver: (stored: Stored) => boolean): void {
    for (const [key, stored] of this.#rows) if (isOver(stored)) this.#rows.delete(key);
  }
}

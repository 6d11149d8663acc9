import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Api } from '#client/api.ts';
import { ApiError } from '#client/errors.ts';
import type { TestMember } from '#server/testing/test-members.ts';
import { killUnderLoad } from './rig/kill-under-load.ts';
import { expiryIn, makeShare, randomSecret } from './rig/make-share.ts';
import type { TestShare } from './rig/make-share.ts';
import { memberEnv, openersOf, openMembers } from './rig/members.ts';
import type { Members } from './rig/members.ts';
import { bySize } from './rig/proof-size.ts';
import { startServer } from './rig/start-server.ts';
import type { RunningServer } from './rig/start-server.ts';
import { makeStore, storeKinds } from './rig/stores.ts';
import type { TestStore } from './rig/stores.ts';

const ROUNDS = bySize({ ci: 1, full: 20 });

/** The acts of one share's clients, and the replies that they got. */
interface Life {
  readonly share: TestShare;
  created: boolean;
  /** By claim: who opened, and whether that was answered. */
  readonly openings: Map<string, { readonly member: TestMember; answered: boolean }>;
}

describe.each(storeKinds)('kill -9 while members open, on %s', (kind) => {
  let store: TestStore;
  let env: Readonly<Record<string, string>>;
  let server: RunningServer;
  let members: Members;
  let signedIn: readonly TestMember[];

  beforeAll(async () => {
    store = await makeStore(kind);
    env = memberEnv(store);
    server = await startServer({ env });
    members = await openMembers(store);
    signedIn = [await members.signIn('ana'), await members.signIn('bob'), await members.signIn('cai')];
  });
  afterAll(async () => {
    await members[Symbol.asyncDispose]();
    await server.end('SIGTERM');
    await store.remove();
  });

  /** Three members, of whom two may open. */
  async function liveOnce(api: Api, expiresAt: number, lives: Life[]): Promise<void> {
    const life: Life = {
      ...{ share: makeShare({ maxViews: 2, members: ['ops'], expiresAt }), created: false, openings: new Map() },
    };
    lives.push(life);
    await api.create(life.share.id, life.share.body);
    life.created = true;
    for (const member of signedIn) {
      const [claim, opening] = [randomSecret(), { member, answered: false }];
      life.openings.set(claim, opening);
      opening.answered = await opens(api, life.share, { claim, member });
    }
  }

  /** @returns false if its views are spent */
  async function opens(api: Api, share: TestShare, given: { claim: string; member: TestMember }): Promise<boolean> {
    const { id, idBytes, linkProof, openProof } = share;
    const { claim, member } = given;
    try {
      const pass = await member.pass('open', idBytes);
      const { sealed } = await api.open(id, { linkProof, openProof, claim, pass }, { repeatable: false });
      expect(Buffer.compare(sealed, share.body.sealed)).toBe(0);
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      expect(error.code).toBe('ended');
      return false;
    }
  }

  async function loadUntilKilled(lives: Life[]): Promise<void> {
    const { api } = server;
    const expiresAt = await expiryIn(api, 86_000);
    const hasOpened = () => lives.some(({ openings }) => [...openings.values()].some(({ answered }) => answered));
    await killUnderLoad({ server, live: () => liveOnce(api, expiresAt, lives), hasOpened });
  }

  /** Before anything mends them: a share is there with its gate and its terms, and an opening with its view and receipt. */
  async function expectWhole(ids: ReadonlySet<string>): Promise<void> {
    const { kysely } = members.store.read;
    const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
    const here = <T extends { share_id: Uint8Array }>(rows: readonly T[]) =>
      rows.filter((row) => ids.has(hex(row.share_id)));
    const shares = (await kysely.selectFrom('share').select(['id', 'views_spent']).execute()).filter(({ id }) =>
      ids.has(hex(id)),
    );
    const openings = here(await kysely.selectFrom('opening').selectAll().execute());
    const known = shares.map(({ id }) => hex(id)).toSorted();
    for (const table of ['gate', 'member_terms', 'content'] as const) {
      const rows = here(await kysely.selectFrom(table).select('share_id').execute());
      expect(rows.map((row) => hex(row.share_id)).toSorted(), table).toEqual(known);
    }
    for (const { receipt } of openings) expect(receipt, 'an opening has its receipt').not.toBe(null);
    for (const { id, views_spent } of shares) {
      const opened = openings.filter((row) => hex(row.share_id) === hex(id)).length;
      expect(views_spent, 'a view is an opening').toBe(opened);
      expect(opened).toBeLessThanOrEqual(2);
    }
  }

  test(`spends nothing twice, loses nothing, and leaves no opening without its receipt, ${ROUNDS} times`, async () => {
    let before = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const lives: Life[] = [];
      await loadUntilKilled(lives);
      await expectWhole(new Set(lives.map(({ share }) => Buffer.from(share.idBytes).toString('hex'))));
      server = await startServer({ env });
      for (const { share, created, openings } of lives) {
        if (created) await server.api.status(share.id, { ownerProof: share.ownerProof });
        await server.api.create(share.id, share.body);
        const openers: string[] = [];
        for (const [claim, { member, answered }] of openings) {
          const isOpen = await opens(server.api, share, { claim, member });
          if (answered) before += 1;
          if (answered) expect(isOpen, 'an opening that was answered gives the same bytes again').toBe(true);
          if (isOpen) openers.push(`${member.claims.sub}@example.org`);
        }
        const status = await server.api.status(share.id, { ownerProof: share.ownerProof });
        expect(status.openedAt, 'one opening for each claim that opened').toHaveLength(openers.length);
        expect((await openersOf(server.api, share)).toSorted()).toEqual(openers.toSorted());
      }
    }
    expect(before, 'some opened before a kill').toBeGreaterThan(0);
  });
});

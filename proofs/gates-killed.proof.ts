import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Api } from '#client/api.ts';
import { ApiError } from '#client/errors.ts';
import { killUnderLoad } from './rig/kill-under-load.ts';
import { expiryIn, makeShare, randomSecret } from './rig/make-share.ts';
import type { TestShare } from './rig/make-share.ts';
import { mailEnv, newPeople, openMailbox, requestCode } from './rig/named-people.ts';
import type { Mailbox } from './rig/named-people.ts';
import { bySize } from './rig/proof-size.ts';
import { startServer } from './rig/start-server.ts';
import type { RunningServer } from './rig/start-server.ts';
import { makeStore, storeKinds } from './rig/stores.ts';
import type { TestStore } from './rig/stores.ts';

const ROUNDS = bySize({ ci: 2, full: 20 });

/** The acts of one share's clients, and the replies that they got. */
interface Life {
  readonly share: TestShare;
  readonly people: readonly string[];
  created: boolean;
  /** By claim: the code with which the opening was sent, and whether it was answered. */
  readonly openings: Map<string, { readonly code: string; answered: boolean }>;
  /** Claims whose request was answered. */
  readonly asked: Set<string>;
}

describe.each(storeKinds)('kill -9 while people with codes open, on %s', (kind) => {
  let store: TestStore;
  let env: Readonly<Record<string, string>>;
  let server: RunningServer;
  let mailbox: Mailbox;

  beforeAll(async () => {
    store = await makeStore(kind);
    env = await mailEnv(store);
    server = await startServer({ env });
    mailbox = await openMailbox(store);
  });
  afterAll(async () => {
    await mailbox[Symbol.asyncDispose]();
    await server.end('SIGTERM');
    await store.remove();
  });

  async function liveOnce(api: Api, expiresAt: number, lives: Life[]): Promise<void> {
    const people = newPeople(2);
    const life: Life = {
      ...{ share: makeShare({ maxViews: 1, people, expiresAt }), people, created: false },
      ...{ openings: new Map(), asked: new Set() },
    };
    lives.push(life);
    await api.create(life.share.id, life.share.body);
    life.created = true;
    // Two claims for each person, who may open once.
    for (const address of [...people, ...people]) {
      const claim = randomSecret();
      await requestCode(api, { share: life.share, claim, address });
      life.asked.add(claim);
      const code = await mailbox.codeOf(life.share, claim);
      if (code === undefined) continue;
      const opening = { code, answered: false };
      life.openings.set(claim, opening);
      opening.answered = await opens(api, life.share, { claim, code });
    }
  }

  /** @returns false if its person has opened it before, or everybody has */
  async function opens(api: Api, share: TestShare, given: { claim: string; code?: string }): Promise<boolean> {
    const { id, linkProof, openProof } = share;
    try {
      const { sealed } = await api.open(id, { linkProof, openProof, ...given }, { repeatable: false });
      expect(Buffer.compare(sealed, share.body.sealed)).toBe(0);
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      expect(['wrong-code', 'code-required', 'ended']).toContain(error.code);
      return false;
    }
  }

  async function loadUntilKilled(lives: Life[]): Promise<void> {
    const { api } = server;
    const expiresAt = await expiryIn(api, 86_000);
    const hasOpened = () => lives.some(({ openings }) => [...openings.values()].some(({ answered }) => answered));
    await killUnderLoad({ server, live: () => liveOnce(api, expiresAt, lives), hasOpened });
  }

  /** Every request with a code has its mail, and the counts of each person are those of their rows. */
  async function expectWhole(ids: ReadonlySet<string>): Promise<void> {
    const { kysely } = mailbox.store.read;
    const hex = (bytes: Uint8Array | null) => Buffer.from(bytes ?? []).toString('hex');
    const here = <T extends { share_id: Uint8Array | null }>(rows: readonly T[]) =>
      rows.filter((row) => ids.has(hex(row.share_id)));
    const people = here(await kysely.selectFrom('recipient').selectAll().execute());
    const asks = here(await kysely.selectFrom('code_ask').selectAll().execute());
    const openings = here(await kysely.selectFrom('opening').selectAll().execute());
    const mails = here(await kysely.selectFrom('outbox').selectAll().where('kind', '=', 'code').execute());
    for (const person of people) {
      const isTheirs = (row: { share_id: Uint8Array }) => hex(row.share_id) === hex(person.share_id);
      const opened = openings.filter((row) => isTheirs(row) && row.recipient_n === person.n).length;
      const waiting = asks.filter((row) => isTheirs(row) && row.n === person.n).length;
      expect(person.spent, 'a view of a person is an opening of theirs').toBe(opened);
      expect(opened).toBeLessThanOrEqual(1);
      expect(person.asks, 'a request waits, or has opened').toBe(waiting + opened);
    }
    for (const ask of asks.filter(({ n }) => n > 0)) {
      const own = mails.filter((mail) => hex(mail.share_id) === hex(ask.share_id)).length;
      expect(own, 'a request is never without its mail').toBeGreaterThan(0);
    }
  }

  test(`spends nothing twice, loses nothing and leaves no half request, ${ROUNDS} times`, async () => {
    let before = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const lives: Life[] = [];
      await loadUntilKilled(lives);
      await expectWhole(new Set(lives.map(({ share }) => Buffer.from(share.idBytes).toString('hex'))));
      server = await startServer({ env });
      for (const { share, created, openings } of lives) {
        if (created) await server.api.status(share.id, { ownerProof: share.ownerProof });
        await server.api.create(share.id, share.body);
        let opened = 0;
        for (const [claim, { code, answered }] of openings) {
          const isOpen = await opens(server.api, share, { claim, code });
          if (answered) before += 1;
          if (answered) expect(isOpen, 'an opening that was answered gives the same bytes again').toBe(true);
          if (isOpen) opened += 1;
        }
        const status = await server.api.status(share.id, { ownerProof: share.ownerProof });
        expect(status.openedAt, 'one opening for each claim that opened').toHaveLength(opened);
        for (const { openedAt } of status.people?.recipients ?? []) expect(openedAt.length).toBeLessThanOrEqual(1);
      }
    }
    expect(before, 'some opened before a kill').toBeGreaterThan(0);
  });
});

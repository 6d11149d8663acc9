import { describe, expect, test } from 'vitest';
import { encodeId } from '#crypto/ids.ts';
import { compileLanguage } from '#scripts/words/compile-language.ts';
import type { Deps } from '#server/deps.ts';
import { openOutbox } from '#server/outbox/run-outbox.ts';
import type { Outbox } from '#server/outbox/run-outbox.ts';
import { readMailCounts } from '#server/quota/charge-mails.ts';
import { countWaiting } from '#server/records/outbox-claim.ts';
import { mailing } from '#server/testing/mailed-codes.ts';
import { openTestRelay } from '#scripts/testing/test-relay.ts';
import type { TestRelay } from '#scripts/testing/test-relay.ts';
import { madeShare, secret } from '#server/testing/test-share.ts';
import type { TestShare, TestTerms } from '#server/testing/test-share.ts';
import { dialects, openTestStore } from '#server/testing/test-stores.ts';
import type { TestDialect, TestStore } from '#server/testing/test-stores.ts';
import type { MailWords } from '#server/words/mail.ts';
import { deliverCodeMails } from './deliver-code-mail.ts';
import type { MailEvent } from './deliver-code-mail.ts';
import { openRelay } from './open-relay.ts';

const [ANA, BOB, EVE] = ['ana@example.org', 'bob@example.org', 'eve@evil.example'];
const never = new AbortController().signal;
const tables = await compileLanguage('en', ({ sentence }) => {
  throw new Error(sentence);
});
const english = { locale: 'en', words: tables['server-mail'] as unknown as MailWords };

interface Rig extends AsyncDisposable {
  readonly deps: Deps;
  readonly testStore: TestStore;
  readonly relay: TestRelay;
  readonly share: TestShare;
  readonly outbox: Outbox;
  readonly events: MailEvent[];
  readonly failures: unknown[];
  /** One beat, until nothing is being sent. */
  readonly beat: () => Promise<void>;
}

async function rig(dialect: TestDialect, terms: TestTerms = { people: [ANA, BOB] }): Promise<Rig> {
  const [testStore, relay] = [await openTestStore(dialect), await openTestRelay()];
  const deps = mailing(testStore.deps, { smtpUrl: relay.url });
  const [events, failures]: [MailEvent[], unknown[]] = [[], []];
  const { serverKey, config } = deps;
  if (serverKey === undefined || config.mail === undefined) throw new Error('No server key, or no mail.');
  const deliver = deliverCodeMails({
    ...{ deps, serverKey, service: 'Acme', languageFor: () => english },
    relay: openRelay({ mail: config.mail, name: 'Acme', hostname: 'a.example' }),
    told: (event) => events.push(event),
  });
  const work = {
    ...{ kinds: ['code'] as const, discards: ['none'] as const },
    atOnce: 8,
    deliver,
    failed: (error: unknown) => failures.push(error),
  };
  const outbox = openOutbox(deps, work, never);
  return {
    ...{ deps, testStore, relay, outbox, events, failures },
    share: await madeShare(deps, terms),
    async beat() {
      await outbox.beat();
      await outbox.idle();
    },
    async [Symbol.asyncDispose]() {
      await relay[Symbol.asyncDispose]();
      await testStore[Symbol.asyncDispose]();
    },
  };
}

const codeIn = ({ relay }: Rig): string => /^\d{8}$/m.exec(relay.taken.at(-1)?.parsed.text ?? '')?.[0] ?? '';
/** How long the code works, as the mail says. */
const minutesIn = (text = ''): number => Number(/works for (\d+) minutes?/.exec(text)?.[1]);
const mailOf = async ({ share, deps }: Rig, n: number) => (await share.status(deps)).people?.recipients[n - 1]?.mail;
const waiting = async ({ deps }: Rig) =>
  (await countWaiting(deps.store.read, 'code')) + (await countWaiting(deps.store.read, 'none'));

describe.each(dialects)('%s', (dialect) => {
  test('the code from the mail opens the share, and the owner sees that the relay took the mail', async () => {
    await using here = await rig(dialect);
    const { deps, share, relay, beat } = here;
    const claim = secret();
    await share.askCode(deps, claim, BOB);
    expect([await mailOf(here, 2), relay.taken.length]).toEqual(['queued', 0]);
    await beat();
    expect(await mailOf(here, 2)).toBe('taken');
    expect([relay.taken.map(({ to }) => to), await waiting(here)]).toEqual([[[BOB]], 0]);
    expect((await share.openWith(deps, { claim, code: codeIn(here) })).head.viewsLeft).toBe(0);
  });

  test('a stranger gets no mail, and their row is gone after the same beat', async () => {
    await using here = await rig(dialect);
    const { deps, share, relay, beat, events } = here;
    await share.askCode(deps, secret(), EVE);
    await share.askCode(deps, secret(), ANA);
    expect(await waiting(here)).toBe(2);
    await beat();
    expect([await waiting(here), relay.taken.map(({ to }) => to), events]).toEqual([
      0,
      [[ANA]],
      [{ outcome: 'taken' }],
    ]);
  });

  test('any number of requests for strangers delays nobody’s mail', async () => {
    await using here = await rig(dialect);
    const { deps, share, relay, beat } = here;
    for (let asks = 0; asks < 20; asks++) await share.askCode(deps, secret(), EVE);
    await share.askCode(deps, secret(), ANA);
    await beat();
    expect([await waiting(here), relay.taken.map(({ to }) => to)]).toEqual([0, [[ANA]]]);
  });

  test('what was sent of a mail names neither share nor link, and no log event an address', async () => {
    await using here = await rig(dialect);
    const { deps, share, relay, beat, events } = here;
    relay.refuseNext(550);
    for (const address of [ANA, BOB]) await share.askCode(deps, secret(), address);
    await beat();
    const sent = JSON.stringify([relay.taken.map(({ raw }) => raw), relay.commands]);
    const { linkProof, openProof, ownerProof } = share;
    for (const hidden of [encodeId(share.id), linkProof, openProof, ownerProof, 'http']) {
      expect(sent).not.toContain(hidden);
    }
    expect(JSON.stringify(events)).not.toMatch(/@|\d{8}/);
    expect(events.map(({ outcome }) => outcome).sort()).toEqual(['refused', 'taken']);
  });

  test('a relay that wants the mail later gets it after 1, 4, 10 and 15 minutes, and the code still works', async () => {
    await using here = await rig(dialect, { people: [ANA] });
    const { deps, share, relay, beat, testStore } = here;
    const claim = secret();
    relay.refuseNext(450, 451, 450, 421);
    await share.askCode(deps, claim, ANA);
    await beat();
    for (const minutes of [1, 4, 10, 15]) {
      testStore.clock.advance(minutes * 60 - 1);
      const before = relay.commands.length;
      await beat();
      expect(relay.commands.length, 'not yet').toBe(before);
      expect(await mailOf(here, 1)).toBe('queued');
      testStore.clock.advance(1);
      await beat();
      expect(relay.commands.length).toBeGreaterThan(before);
    }
    expect(await mailOf(here, 1)).toBe('taken');
    testStore.clock.advance(1799);
    expect((await share.openWith(deps, { claim, code: codeIn(here) })).head.viewsLeft).toBe(0);
  });

  test('the code works for half an hour from the first mail, however often it is mailed', async () => {
    await using here = await rig(dialect, { people: [ANA] });
    const { deps, share, beat, testStore, relay } = here;
    const claim = secret();
    await share.askCode(deps, claim, ANA);
    testStore.clock.advance(600);
    await beat();
    const first = codeIn(here);
    testStore.clock.advance(1200);
    await share.askCode(deps, claim, ANA);
    await beat();
    expect(codeIn(here), 'the same code').toBe(first);
    expect(relay.taken.map(({ parsed }) => minutesIn(parsed.text))).toEqual([30, 10]);
    testStore.clock.advance(599);
    await expect(share.openWith(deps, { claim, code: '00000000' })).rejects.toMatchObject({
      members: { triesLeft: 4 },
    });
    testStore.clock.advance(1);
    await expect(share.openWith(deps, { claim, code: first })).rejects.toMatchObject({ members: { triesLeft: 0 } });
  });

  test('a later mail leaves at least a minute to enter the code', async () => {
    await using here = await rig(dialect, { people: [ANA] });
    const { deps, share, beat, testStore, relay } = here;
    const claim = secret();
    await share.askCode(deps, claim, ANA);
    await beat();
    testStore.clock.advance(1799);
    await share.askCode(deps, claim, ANA);
    await beat();
    expect(relay.taken.map(({ parsed }) => minutesIn(parsed.text))).toEqual([30, 1]);
    testStore.clock.advance(59);
    expect((await share.openWith(deps, { claim, code: codeIn(here) })).head.viewsLeft).toBe(0);
  });

  test('a code that was asked for again while the relay was down works as long as its mail says', async () => {
    await using here = await rig(dialect, { people: [ANA] });
    const { deps, share, beat, testStore, relay } = here;
    const claim = secret();
    relay.refuseNext(...Array<number>(6).fill(451));
    await share.askCode(deps, claim, ANA);
    await beat();
    testStore.clock.advance(60);
    await share.askCode(deps, claim, ANA);
    while (relay.taken.length < 2) {
      await beat();
      testStore.clock.advance(60);
    }
    expect([await mailOf(here, 1), await waiting(here)]).toEqual(['taken', 0]);
    const left = minutesIn(relay.taken.at(-1)?.parsed.text);
    expect(left).toBeGreaterThanOrEqual(29);
    // One minute has passed since that mail.
    testStore.clock.advance((left - 1) * 60 - 1);
    expect((await share.openWith(deps, { claim, code: codeIn(here) })).head.viewsLeft).toBe(0);
  });

  test('a relay that refuses the recipient, or never takes the mail, is shown to the owner', async () => {
    await using here = await rig(dialect, { people: [ANA, BOB] });
    const { deps, share, relay, beat, testStore, events } = here;
    relay.refuseNext(550);
    await share.askCode(deps, secret(), ANA);
    await beat();
    expect([await mailOf(here, 1), await waiting(here)]).toEqual(['refused', 0]);
    relay.refuseNext(...Array<number>(5).fill(451));
    await share.askCode(deps, secret(), BOB);
    for (let minutes = 0; minutes < 31; minutes++) {
      await beat();
      testStore.clock.advance(60);
    }
    expect([await mailOf(here, 2), await waiting(here), relay.taken]).toEqual(['refused', 0, []]);
    expect(events.map(({ outcome }) => outcome)).toEqual(['refused', ...Array<string>(5).fill('failed')]);
    expect(await readMailCounts(deps.store.read), 'of today').toEqual({ taken: 0, refused: 2 });
    testStore.clock.advance(86_400);
    expect(await readMailCounts(deps.store.read)).toEqual({ taken: 0, refused: 0 });
  });

  test('nothing is sent to somebody who was revoked, replaced or whose share has ended in the meantime', async () => {
    await using here = await rig(dialect);
    const { deps, share, relay, beat, testStore } = here;
    await share.askCode(deps, secret(), ANA);
    await share.change(deps, 1, 'revoke');
    const claim = secret();
    await share.askCode(deps, claim, BOB);
    testStore.clock.advance(1);
    await share.askCode(deps, claim, EVE);
    await beat();
    expect(relay.taken.map(({ to }) => to)).toEqual([]);
    expect([await mailOf(here, 1), await mailOf(here, 2)], 'nothing is queued').toEqual([undefined, undefined]);
    await share.askCode(deps, secret(), BOB);
    await share.delete(deps);
    expect(await waiting(here), 'gone with the content').toBe(0);
    await beat();
    expect(relay.taken).toEqual([]);
    expect(here.failures).toEqual([]);
  });
});

test('a mail that another server key sealed is not sent, and its failure says nothing about it', async () => {
  await using here = await rig('SQLite');
  const { deps, share, relay, beat, failures } = here;
  const other = { ...deps, serverKey: deps.random(32) };
  await share.askCode(deps, secret(), ANA);
  const { sealed } = await deps.store.read.kysely.selectFrom('outbox').select('sealed').executeTakeFirstOrThrow();
  expect(Buffer.from(sealed).toString('latin1')).not.toContain('ana');
  const deliver = deliverCodeMails({
    ...{ deps: other, serverKey: other.serverKey, service: 'Acme', languageFor: () => english, told: () => undefined },
    relay: { send: () => Promise.reject(new Error('Nothing may be sent.')) },
  });
  const wrong = openOutbox(
    other,
    { kinds: ['code'], atOnce: 1, deliver, failed: (error) => failures.push(error) },
    never,
  );
  await wrong.beat();
  await wrong.idle();
  expect(String(failures[0])).toMatch(/authenticate/);
  here.testStore.clock.advance(60);
  await beat();
  expect(relay.taken).toHaveLength(1);
});

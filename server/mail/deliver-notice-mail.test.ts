import { describe, expect, test } from 'vitest';
import { compileLanguage } from '#scripts/words/compile-language.ts';
import { readLanguages } from '#scripts/words/read-words.ts';
import { openTestRelay } from '#scripts/testing/test-relay.ts';
import { hearEvents } from '#server/notices/hear-events.ts';
import { NOTICE_TYPES } from '#server/outbox/notice-mail.ts';
import { openOutbox } from '#server/outbox/run-outbox.ts';
import { countWaiting } from '#server/records/outbox-claim.ts';
import { createRequest } from '#server/requests/create-request.ts';
import { createShare } from '#server/shares/create-share.ts';
import { sweep } from '#server/sweep/sweep.ts';
import { mailing } from '#server/testing/mailed-codes.ts';
import { memberOf, signedIn, withSignIn } from '#server/testing/test-members.ts';
import { TestRequestOf } from '#server/testing/test-request.ts';
import { secret, TestShare } from '#server/testing/test-share.ts';
import type { TestTerms } from '#server/testing/test-share.ts';
import { dialects, openTestStore } from '#server/testing/test-stores.ts';
import type { TestDialect } from '#server/testing/test-stores.ts';
import type { MailWords } from '#server/words/mail.ts';
import { openRelay } from './open-relay.ts';
import { deliverMails } from './start-mail.ts';
import { writeNoticeMail } from './write-notice-mail.ts';

const never = new AbortController().signal;
const wordsOf = async (tag: string) => {
  const tables = await compileLanguage(tag, ({ sentence }) => {
    throw new Error(sentence);
  });
  return { locale: tag, words: tables['server-mail'] as unknown as MailWords };
};
const english = await wordsOf('en');
const german = await wordsOf('de');

/** A service that mails, where a member shares and wants mail about it. */
async function rig(dialect: TestDialect) {
  const [testStore, relay] = [await openTestStore(dialect), await openTestRelay()];
  const { serverKey, random } = testStore.deps;
  if (serverKey === undefined) throw new Error('No server key.');
  const notices = { serverKey, random, tellsOperator: false, mailsMembers: true };
  const heard = { ...testStore.deps, store: hearEvents(testStore.deps.store, { notices }) };
  const deps = withSignIn(mailing(heard, { smtpUrl: relay.url }));
  const failures: unknown[] = [];
  if (deps.config.mail === undefined) throw new Error('No mail.');
  const deliver = deliverMails({
    deps,
    serverKey,
    service: 'Acme',
    languageFor: (locale: string) => (locale === 'de' ? german : english),
    relay: openRelay({ mail: deps.config.mail, name: 'Acme', hostname: 'a.example' }),
    told: () => undefined,
  });
  const failed = (error: unknown) => void failures.push(error);
  const outbox = openOutbox(deps, { kinds: ['code', 'mail'], atOnce: 8, deliver, failed }, never);
  const ana = memberOf(await signedIn(deps));
  let seen = 0;
  return {
    deps,
    failures,
    clock: testStore.clock,
    relay,
    share: async (terms: TestTerms = {}) => {
      const share = new TestShare(testStore.clock.now(), { notifyMail: { locale: 'en' }, ...terms });
      await createShare(deps, { ...share.toCreate, member: ana });
      return share;
    },
    request: async (maxAnswers: number) => {
      const request = new TestRequestOf(testStore.clock.now(), { maxAnswers, notifyMail: { locale: 'de' } });
      await createRequest(deps, { ...request.toCreate, member: ana });
      return request;
    },
    /** The first lines of the mails that were sent now. */
    sent: async () => {
      await outbox.beat();
      await outbox.idle();
      const taken = relay.taken.slice(seen);
      seen = relay.taken.length;
      return taken.map(({ to, parsed }) => [...to, parsed.text?.split('\n')[0]]);
    },
    async [Symbol.asyncDispose]() {
      await relay[Symbol.asyncDispose]();
      await testStore[Symbol.asyncDispose]();
    },
  };
}
const ANA = 'ana@example.org';
const { words } = english;

describe.each(dialects)('%s', (dialect) => {
  test('the sender is mailed about an opening and the end, without anything that says which share', async () => {
    await using here = await rig(dialect);
    const { deps, share, sent } = here;
    const made = await share();
    const claim = secret();
    await made.open(deps, claim);
    expect(await sent()).toEqual([[ANA, words.noticeOpened]]);
    await made.acknowledge(deps, claim);
    expect(await sent()).toEqual([[ANA, words.noticeSpent]]);
    expect(here.failures).toEqual([]);
    expect(await countWaiting(deps.store.read, 'mail')).toBe(0);
  });

  test('every way to end is mailed, also by the sweep, and a lock', async () => {
    await using here = await rig(dialect);
    const { deps, share, sent, clock } = here;
    const locked = await share({ password: true, attemptLimit: 1 });
    const destroyed = await share({ password: true, attemptLimit: 1, onLimit: 'destroy' });
    for (const one of [locked, destroyed]) await one.open(deps, secret(), secret()).catch(() => undefined);
    await (await share()).delete(deps);
    const subjects = (await sent()).map(([, line]) => line);
    expect(subjects.toSorted()).toEqual([words.noticeLocked, words.noticeDestroyed, words.noticeDeleted].toSorted());
    await share({ expiresAt: clock.now() + 60 });
    clock.advance(61);
    await sweep(deps);
    expect(await sent()).toEqual([[ANA, words.noticeExpired]]);
  });

  test('openings are mailed at most once a minute', async () => {
    await using here = await rig(dialect);
    const { deps, share, sent, clock } = here;
    const made = await share({ maxViews: 0 });
    for (let openings = 0; openings < 5; openings++) await made.open(deps);
    expect(await sent()).toHaveLength(1);
    expect(await sent()).toHaveLength(0);
    clock.advance(60);
    expect(await sent()).toHaveLength(1);
    clock.advance(60);
    expect(await sent()).toHaveLength(0);
  });

  test('answers are mailed in the language that the owner chose, and that no more are taken', async () => {
    await using here = await rig(dialect);
    const { deps, request, sent, clock } = here;
    const made = await request(2);
    await made.answer(clock.now()).create(deps);
    expect(await sent()).toEqual([[ANA, german.words.noticeAnswered]]);
    await made.answer(clock.now()).create(deps);
    const lines = (await sent()).map(([, line]) => line);
    expect(lines.toSorted()).toEqual([german.words.noticeAnswered, german.words.noticeFull].toSorted());
  });

  test('nobody is mailed who did not want it, a day later, or more than 60 times a day', async () => {
    await using here = await rig(dialect);
    const { deps, share, sent, clock } = here;
    const other = new TestShare(clock.now(), { showSender: true });
    await createShare(deps, { ...other.toCreate, member: memberOf(await signedIn(deps)) });
    await other.open(deps);
    expect(await sent()).toEqual([]);
    const late = await share();
    await late.open(deps);
    clock.advance(86_401);
    expect(await sent()).toEqual([]);
    let mails = 0;
    for (let shares = 0; shares < 65; shares++) {
      await (await share()).delete(deps);
      mails += (await sent()).length;
    }
    expect(mails).toBe(60);
  });

  test('a mail that the relay does not take now is sent later, and the database alone does not show to whom', async () => {
    await using here = await rig(dialect);
    const { deps, share, sent, clock, relay } = here;
    await (await share()).delete(deps);
    const [row] = await deps.store.read.kysely.selectFrom('outbox').selectAll().execute();
    expect(row).toMatchObject({ kind: 'mail', share_id: null });
    expect(Buffer.from(row?.sealed ?? []).includes('example')).toBe(false);
    relay.refuseNext(451);
    expect(await sent()).toEqual([]);
    clock.advance(60);
    expect(await sent()).toEqual([[ANA, words.noticeDeleted]]);
  });
});

describe.each((await readLanguages()).map(({ tag }) => tag))('in %s', (tag) => {
  test('no mail has a link, an address or an invisible mark', async () => {
    const language = await wordsOf(tag);
    for (const type of NOTICE_TYPES) {
      const facts = { service: 'Acme', type, at: 1_795_994_100, createdAt: 1_795_990_000 };
      const { subject, text } = writeNoticeMail(language, facts);
      expect(subject).toContain('Acme');
      expect(text).not.toMatch(/https?:|www\.|[a-z]\.[a-z]{2,}|@/i);
      expect(text.match(/UTC/g)).toHaveLength(2);
      expect(`${subject}${text}`).not.toMatch(/[\u200B-\u200F\u2028-\u202E\u2060-\u2069]/);
    }
  });
});

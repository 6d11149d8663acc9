import type { Deps } from '#server/deps.ts';
import { TestRequestOf } from '#server/testing/test-request.ts';
import { madeShare, secret } from '#server/testing/test-share.ts';
import type { TestShare, TestTerms } from '#server/testing/test-share.ts';
import { TestUpload } from '#server/testing/test-upload.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The actions of people on one share or request, from creation until they lose interest. */
type Life = (deps: Deps) => Promise<unknown>;

const ttls = [10 * MINUTE, HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY] as const;
const between = (least: number, most: number): number => least + Math.floor(Math.random() * (most - least));
const pick = <T>(items: readonly T[]): T => items[between(0, items.length)] as T;

async function terms(deps: Deps): Promise<TestTerms & { readonly expiresAt: number }> {
  const expiresAt = (await deps.store.now()) + pick(ttls);
  return { expiresAt, maxViews: pick([1, 1, 1, 3, 0]), sealedBytes: pick([1072, 1072, 4144, 20_000, 200_000]) };
}

async function openAll(deps: Deps, share: TestShare, { acknowledge = true } = {}): Promise<void> {
  const views = share.toCreate.head.maxViews || 5;
  for (let view = 0; view < views; view++) {
    const claim = secret();
    await share.open(deps, claim);
    if (acknowledge) await share.acknowledge(deps, claim);
  }
}

async function sendFiles(deps: Deps): Promise<TestUpload> {
  const now = await deps.store.now();
  const upload = new TestUpload(now, {
    ...(await terms(deps)),
    sealedBytes: 1072,
    bodyBytes: between(1040, 1_200_000),
  });
  await upload.begin(deps);
  return upload;
}

async function ask(deps: Deps): Promise<{ request: TestRequestOf; answers: TestShare[] }> {
  const now = await deps.store.now();
  const request = new TestRequestOf(now, {
    expiresAt: now + pick(ttls),
    maxAnswers: 3,
    keep: pick(['expiry', 'read']),
  });
  await request.create(deps);
  const answers = [request.answer(now), request.answer(now)];
  for (const answer of answers) await answer.create(deps);
  return { request, answers };
}

const lives: readonly Life[] = [
  async (deps) => openAll(deps, await madeShare(deps, await terms(deps))),
  async (deps) => openAll(deps, await madeShare(deps, await terms(deps)), { acknowledge: false }),
  async (deps) => madeShare(deps, await terms(deps)),
  async (deps) => (await madeShare(deps, await terms(deps))).delete(deps),
  async (deps) => {
    const onLimit = pick(['lock', 'destroy'] as const);
    const share = await madeShare(deps, { ...(await terms(deps)), password: true, attemptLimit: 3, onLimit });
    for (let guess = 0; guess < 3; guess++) await share.open(deps, secret(), secret()).catch(() => undefined);
  },
  async (deps) => {
    const upload = await sendFiles(deps);
    await upload.putAll(deps);
    await upload.finish(deps);
    if (Math.random() < 0.6) await openAll(deps, upload.share, { acknowledge: Math.random() < 0.7 });
  },
  async (deps) => {
    const upload = await sendFiles(deps);
    if (Math.random() < 0.7) await upload.put(deps, 0);
  },
  async (deps) => {
    const { request, answers } = await ask(deps);
    for (const answer of answers) {
      const claim = secret();
      await answer.open(deps, claim);
      await request.acknowledge(deps, answer, claim);
    }
  },
  async (deps) => {
    const { request } = await ask(deps);
    if (Math.random() < 0.5) await request.delete(deps);
  },
];

/** Starts the given number of lives at once. */
export async function beginLives(deps: Deps, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => pick(lives)(deps)));
}

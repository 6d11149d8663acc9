import { expect, test } from 'vitest';
import type { AnswerInput as SealedDraft } from '#client/answer.ts';
import type { Question } from '#client/question.ts';
import { ApiError, NetworkError } from '#client/errors.ts';
import type { ManagedShare } from '#client/manage.ts';
import type { Shared } from '#client/share.ts';
import { CryptoError } from '#crypto/errors.ts';
import { encodeId } from '#crypto/ids.ts';
import { encodeFragment, LinkType } from '#crypto/link.ts';
import type { DescribeRequestReply, RequestState } from '#server/requests/wire.ts';
import { contentsOf, emptyAnswerDraft } from './answer-draft.ts';
import type { AnswerEffects } from './state.ts';
import { createAnswer } from './create-answer.ts';

const idBytes = new Uint8Array(16).fill(3);
const id = encodeId(idBytes);
const key = new Uint8Array(32).fill(4);
const fragment = `#${encodeFragment({ type: LinkType.request, key, id: idBytes })}`;
const shared = { id: 'an-answer', createdAt: 1000, expiresAt: 2000 } as Shared;
const fields = [
  { name: 'User', type: 'line' },
  { name: 'Certificate', type: 'file' },
] as const;

const description = (state: RequestState = 'open'): DescribeRequestReply => ({
  ...{ state, createdAt: 1, expiresAt: 5000, answersLeft: 1 },
});
const question = {
  asked: { title: 'The key', ask: '', fields, answerTtl: 3600, keep: 'expiry' },
  description: description(),
} as unknown as Question;
const status = (change: Partial<ManagedShare> = {}) => ({ state: 'live', expiresAt: 2000, ...change }) as ManagedShare;

function begin({ sends = [], ...effects }: Partial<AnswerEffects> & { sends?: Array<() => Promise<Shared>> } = {}) {
  const sealed: SealedDraft[] = [];
  const discarded: number[] = [];
  const answerer = createAnswer({
    ...{ id, publicUrl: 'https://sotto.example/', fragment: () => fragment },
    selfCheck: async () => undefined,
    describe: async () => description(),
    read: async () => question,
    prepare: async (_question, draft) => {
      const index = sealed.push(draft);
      const discard = async () => void discarded.push(index);
      return { id: shared.id, send: () => (sends.shift() ?? (async () => shared))(), discard };
    },
    readStatus: async () => status({ readAt: 1500 }),
    remove: async () => status({ state: 'deleted', endedAt: 1600 }),
    loadReceipt: async () => undefined,
    loadMembers: () => Promise.reject(new Error('not for members')),
    upload: async () => Promise.reject(new Error('There is nothing to upload.')),
    policy: () => undefined,
    visible: () => true,
    wait: async () => undefined,
    ...effects,
  });
  return { answerer, sealed, discarded };
}

const lost = async () => Promise.reject(new NetworkError('unreachable'));
const refusal = (code: 'not-accepting' | 'not-found', members = {}) =>
  Promise.reject(new ApiError({ code, status: 409, members }));

test.each(['full', 'closed', 'expired', 'deleted', 'destroyed'] as const)(
  'a request that is %s says so before anything can be typed, and the question is not fetched',
  async (state) => {
    let reads = 0;
    const read = async () => {
      reads++;
      return question;
    };
    const { answerer } = begin({ describe: async () => description(state), read });
    await answerer.start();
    expect(answerer.state()).toMatchObject({ at: 'over', state });
    expect(reads).toBe(0);
  },
);

test('a missing key sends nothing, an unknown request is reported as missing, and a forged question is not shown', async () => {
  const keyless = begin({ fragment: () => '', describe: async () => Promise.reject(new Error('asked')) }).answerer;
  await keyless.start();
  expect(keyless.state()).toMatchObject({ at: 'keyless', fault: { kind: 'missing' } });
  const nothing = begin({ describe: () => refusal('not-found') }).answerer;
  await nothing.start();
  expect(nothing.state()).toEqual({ at: 'nothing' });
  const forged = begin({ read: async () => Promise.reject(new CryptoError('request-link')) }).answerer;
  await forged.start();
  expect(forged.state()).toEqual({ at: 'forged' });
  const newer = begin({ describe: async () => Promise.reject(new CryptoError('preamble-version')) }).answerer;
  await newer.start();
  expect(newer.state()).toEqual({ at: 'newer' });
});

test.each([
  ['computes wrongly', { selfCheck: async () => Promise.reject(new CryptoError('self-check')) }, 0],
  ['has no WebCrypto', { selfCheck: async () => Promise.reject(new CryptoError('no-webcrypto')) }, 0],
  ['fails in an unknown way', { read: async () => Promise.reject(new TypeError('not a function')) }, 1],
])('a browser that %s is reported as such, and nobody is called a forger', async (_, effects, described) => {
  let asked = 0;
  const describe = async () => {
    asked++;
    return description();
  };
  const { answerer } = begin({ describe, ...effects });
  await answerer.start();
  expect([answerer.state(), asked]).toEqual([{ at: 'incapable' }, described]);
});

test('a lost connection is retried until the question is there', async () => {
  let tries = 0;
  const describe = async () => {
    if (tries++ < 2) throw new NetworkError('unreachable');
    return description();
  };
  const { answerer } = begin({ describe });
  await answerer.start();
  expect(answerer.state()).toMatchObject({ at: 'writing', draft: emptyAnswerDraft });
  expect(tries).toBe(3);
});

test('an empty field is reported once, and sending again accepts it', async () => {
  const { answerer, sealed } = begin();
  await answerer.start();
  await answerer.send();
  expect(answerer.state()).toMatchObject({ error: { kind: 'empty' } });
  answerer.edit({ given: { 0: { text: 'app' } } });
  await answerer.send();
  expect(answerer.state()).toMatchObject({ error: { kind: 'fields-empty', names: ['Certificate'] } });
  await answerer.send();
  expect(sealed).toMatchObject([{ text: '', fields: [{ name: 'User', value: 'app' }], files: [] }]);
});

test('after a lost reply, the same bytes are sent again', async () => {
  const { answerer, sealed, discarded } = begin({ sends: [lost] });
  await answerer.start();
  answerer.edit({ text: 'x', given: { 0: { text: 'app' }, 1: { file: new File(['c'], 'ca.pem') } } });
  await answerer.send();
  expect(answerer.state()).toMatchObject({ at: 'writing', draft: { text: 'x' }, error: { kind: 'service' } });
  await answerer.send();
  expect(sealed).toHaveLength(1);
  expect(answerer.state()).toMatchObject({ at: 'sent' });
  answerer.leave();
  expect(discarded).toEqual([]);
});

test('an answer that may have arrived before it was corrected is deleted on the server', async () => {
  const { answerer, sealed, discarded } = begin({ sends: [lost] });
  await answerer.start();
  answerer.edit({ given: { 0: { text: 'app' }, 1: { text: 'x' } } });
  await answerer.send();
  expect(discarded).toEqual([]);
  answerer.edit({ text: 'corrected' });
  expect(discarded).toEqual([1]);
  await answerer.send();
  expect(sealed).toHaveLength(2);
  expect(discarded).toEqual([1]);
});

test.each(['cancel', 'leave'] as const)('an answer on its way at a %s is deleted on the server', async (turn) => {
  const late = Promise.withResolvers<Shared>();
  const sends = [() => late.promise];
  const { answerer, discarded } = begin({ sends });
  await answerer.start();
  answerer.edit({ given: { 0: { text: 'app' }, 1: { text: 'x' } } });
  const sending = answerer.send();
  await expect.poll(() => sends).toEqual([]);
  answerer[turn]();
  late.resolve(shared);
  await sending;
  expect(answerer.state().at).toBe(turn === 'cancel' ? 'writing' : 'looking');
  expect(discarded).toEqual([1]);
});

test('a request that closes in the meantime says why, and nothing typed is lost', async () => {
  const { answerer } = begin({ sends: [() => refusal('not-accepting', { state: 'full' })] });
  await answerer.start();
  answerer.edit({ text: 'x', given: { 0: { text: 'app' }, 1: { text: 'none' } } });
  await answerer.send();
  expect(answerer.state()).toMatchObject({
    ...{ at: 'writing', draft: { text: 'x' } },
    error: { kind: 'not-accepting', state: 'full' },
  });
});

test('the receipt is polled until the answer is read', async () => {
  const statuses = [status(), status(), status({ readAt: 1500 })];
  let looks = 0;
  const read = Promise.withResolvers<undefined>();
  const { answerer } = begin({
    readStatus: async () => {
      const next = statuses[looks++] ?? expect.unreachable();
      if (next.readAt !== undefined) read.resolve(undefined);
      return next;
    },
  });
  await answerer.start();
  answerer.edit({ given: { 0: { text: 'app' }, 1: { text: 'x' } } });
  await answerer.send();
  await read.promise;
  await expect.poll(() => answerer.state()).toMatchObject({ at: 'sent', status: { readAt: 1500 } });
  expect(looks).toBe(3);
});

test('an author can delete an unread answer', async () => {
  const never = Promise.withResolvers<undefined>();
  const { answerer } = begin({ readStatus: async () => status(), wait: () => never.promise });
  await answerer.start();
  answerer.edit({ given: { 0: { text: 'app' }, 1: { text: 'x' } } });
  await answerer.send();
  await answerer.remove();
  expect(answerer.state()).toMatchObject({ at: 'sent', status: { state: 'deleted', endedAt: 1600 } });
});

test('a file in a field is named as it is sealed, and unlike the others', () => {
  const file = new File(['c'], 'ca.pem');
  const draft = { text: '', files: [{ name: 'ca.pem', file: new File(['d'], 'ca.pem') }], given: { 1: { file } } };
  expect(contentsOf(fields, draft)).toMatchObject({
    fields: [{ name: 'Certificate', value: 'ca (2).pem' }],
    chosen: [{ name: 'ca (2).pem', file }, { name: 'ca.pem' }],
  });
});

test('nothing is sealed or sent while the page cannot show the receipt; sending again works once it can', async () => {
  let loads = false;
  const loadReceipt = async () => (loads ? undefined : Promise.reject(new NetworkError('unreachable')));
  const { answerer, sealed } = begin({ loadReceipt });
  await answerer.start();
  answerer.edit({ text: 'the answer', given: { 0: { text: 'app' }, 1: { text: 'x' } } });
  await answerer.send();
  expect(answerer.state()).toMatchObject({ at: 'writing', error: { kind: 'service' }, draft: { text: 'the answer' } });
  expect(sealed).toEqual([]);
  loads = true;
  await answerer.send();
  expect(answerer.state().at).toBe('sent');
  expect(sealed.length).toBe(1);
});

test('an answer that is cancelled while the receipt loads is not sealed', async () => {
  const loading = Promise.withResolvers<undefined>();
  const { answerer, sealed } = begin({ loadReceipt: () => loading.promise });
  await answerer.start();
  answerer.edit({ text: 'the answer', given: { 0: { text: 'app' }, 1: { text: 'x' } } });
  const sending = answerer.send();
  answerer.cancel();
  loading.resolve(undefined);
  await sending;
  expect(answerer.state()).toMatchObject({ at: 'writing', draft: { text: 'the answer' } });
  expect(sealed).toEqual([]);
});

import { expect, test } from 'vitest';
import { ApiError, NetworkError } from '#client/errors.ts';
import type { Inbox } from '#client/inbox.ts';
import { CryptoError } from '#crypto/errors.ts';
import { isLeftFreely } from './state.ts';
import {
  answer,
  empty,
  forged,
  openedAnswer,
  owner,
  withAnswers,
  withFile,
  inboxWorld,
} from './testing/inbox-world.ts';

type World = ReturnType<typeof inboxWorld>;
const isShown = ({ inbox }: World) => expect.poll(() => inbox.state().at).toBe('shown');
const reading = ({ shown }: World, id: string) => shown().readings.get(id);
const unknown = new ApiError({ code: 'not-found', status: 404 });

test('a request is shown, and added to this device’s list on request', async () => {
  const here = inboxWorld(empty);
  await isShown(here);
  expect(here.shown()).toMatchObject({ inbox: empty, listing: 'absent' });
  await here.inbox.keep();
  expect(here.shown().listing).toBe('listed');
  const { createdAt, expiresAt, maxAnswers, title } = empty;
  expect(here.saved).toEqual([{ kind: 'request', ...owner, createdAt, expiresAt, maxAnswers, title }]);
});

test('a request for members is added with what the server says of them', async () => {
  const here = inboxWorld({ ...empty, members: { groups: ['ops'] } });
  await isShown(here);
  await here.inbox.keep();
  expect(here.saved).toMatchObject([{ members: { groups: ['ops'] } }]);
});

test('an id that is not a request either shows that nothing is here', async () => {
  const { inbox, started } = inboxWorld(empty, { readInbox: () => Promise.reject(unknown) });
  await started;
  expect(inbox.state()).toEqual({ at: 'nothing' });
});

test('the inbox checks every 5 seconds at first, then less and less often, and immediately on “retry now”', async () => {
  const here = inboxWorld(empty);
  await isShown(here);
  for (let round = 1; round <= 18; round++) {
    await expect.poll(() => here.pauses.length).toBe(round);
    if (round % 2 === 0) here.inbox.retryNow();
    else here.next();
  }
  await expect.poll(() => here.pauses).toEqual([...Array.from({ length: 12 }, () => 5), 10, 10, 15, 15, 30, 30, 30]);
  expect(here.log.length).toBe(19);
  here.server.inbox = withAnswers(answer('a'));
  here.next();
  await expect.poll(() => here.pauses.at(-1)).toBe(5);
  expect(here.log).toContain('arrived 1');
  expect(here.shown().inbox.answers).toHaveLength(1);
});

test('a page that nobody is looking at sends no requests', async () => {
  const here = inboxWorld(empty, { watched: () => false });
  await isShown(here);
  here.next();
  await expect.poll(() => here.pauses.length).toBe(2);
  expect(here.log).toEqual(['look']);
});

test('a network error is shown until a try succeeds', async () => {
  let failure = false;
  const here = inboxWorld(empty, {
    readInbox: () => (failure ? Promise.reject(new NetworkError('unreachable')) : Promise.resolve(empty)),
  });
  await isShown(here);
  failure = true;
  here.next();
  await expect.poll(() => here.shown().failure).toEqual({ kind: 'offline', during: 'watching' });
  failure = false;
  here.inbox.retryNow();
  await expect.poll(() => here.shown().failure).toBeUndefined();
});

test('an answer is opened with a claim that was stored first, and acknowledged once it is on the screen', async () => {
  const here = inboxWorld(withAnswers(answer('a')));
  await isShown(here);
  await here.inbox.read('a');
  expect(here.log.slice(0, 4)).toEqual(['look', 'open a, claim kept: true', 'painted', 'acknowledge a']);
  expect(reading(here, 'a')).toMatchObject({ at: 'opened', opened: openedAnswer(), receipt: { at: 'heard' } });
  expect(here.storage.kept.size).toBe(0);
});

test('the claim of an unacknowledged opening is used again', async () => {
  const here = inboxWorld(withAnswers(answer('a')));
  here.storage.setItem('sotto claim a', 'earlier');
  await isShown(here);
  await here.inbox.read('a');
  expect(here.log).toContain('open a, claim kept: true');
});

test('an expired opening is replaced by a new one', async () => {
  let refused = false;
  const here = inboxWorld(withAnswers(answer('a')), {
    openAnswer: async ({ answer: { id }, claim }) => {
      if (claim === 'earlier') {
        refused = true;
        throw new ApiError({ code: 'lease-over', status: 409 });
      }
      return { id, linkKey: new Uint8Array(32), opened: openedAnswer() };
    },
  });
  here.storage.setItem('sotto claim a', 'earlier');
  await isShown(here);
  await here.inbox.read('a');
  expect([refused, reading(here, 'a')?.at]).toEqual([true, 'opened']);
});

test('an expired opening is replaced by a new one, even after a lost connection', async () => {
  const refusals = [new NetworkError('unreachable'), new ApiError({ code: 'lease-over', status: 409 })];
  const claims: string[] = [];
  const here = inboxWorld(withAnswers(answer('a')), {
    openAnswer: async ({ answer: { id }, claim }) => {
      claims.push(claim);
      const refusal = refusals.shift();
      if (refusal) throw refusal;
      return { id, linkKey: new Uint8Array(32), opened: openedAnswer() };
    },
  });
  here.storage.setItem('sotto claim a', 'earlier');
  await isShown(here);
  const read = here.inbox.read('a');
  await expect.poll(() => reading(here, 'a')).toMatchObject({ at: 'opening', failure: { kind: 'offline' } });
  here.inbox.retryNow();
  await read;
  expect(reading(here, 'a')).toMatchObject({ at: 'opened' });
  expect(claims.slice(0, 2)).toEqual(['earlier', 'earlier']);
  expect(claims[2]).not.toBe('earlier');
});

test('a full server disk does not lose an answer: it is requested again with the same claim', async () => {
  const claims: string[] = [];
  const here = inboxWorld(withAnswers(answer('a')), {
    openAnswer: async ({ answer: { id }, claim }) => {
      claims.push(claim);
      if (claims.length === 1) throw new ApiError({ code: 'insufficient-storage', status: 507, retryAfterSeconds: 60 });
      return { id, linkKey: new Uint8Array(32), opened: openedAnswer() };
    },
  });
  await isShown(here);
  const read = here.inbox.read('a');
  await expect.poll(() => reading(here, 'a')).toMatchObject({ at: 'opening', failure: { kind: 'server' } });
  here.inbox.retryNow();
  await read;
  expect(reading(here, 'a')).toMatchObject({ at: 'opened' });
  expect([claims.length, new Set(claims).size]).toEqual([2, 1]);
});

test('an answer counts as gone if the new opening has expired as well', async () => {
  let opens = 0;
  const here = inboxWorld(withAnswers(answer('a')), {
    openAnswer: () => {
      opens++;
      return Promise.reject(new ApiError({ code: 'lease-over', status: 409 }));
    },
  });
  await isShown(here);
  await here.inbox.read('a');
  expect([opens, reading(here, 'a')]).toEqual([2, { at: 'failed', why: 'gone' }]);
});

test.each([
  ['forged', forged],
  ['newer', new CryptoError('preamble-version')],
] as const)('a %s answer is not opened, and the other answers are', async (why, error) => {
  const here = inboxWorld(withAnswers(answer('a'), answer('b')), {
    openAnswer: async ({ answer: { id } }) => {
      if (id === 'a') throw error;
      return { id, linkKey: new Uint8Array(32), opened: openedAnswer() };
    },
  });
  await isShown(here);
  await Promise.all([here.inbox.read('a'), here.inbox.read('b')]);
  expect(reading(here, 'a')).toEqual({ at: 'failed', why });
  expect(reading(here, 'b')).toMatchObject({ at: 'opened' });
  expect(here.log).not.toContain('acknowledge a');
});

test('an unfit browser requests no answer', async () => {
  const broken = inboxWorld(withAnswers(answer('a')), { selfCheck: () => Promise.reject(forged) });
  await isShown(broken);
  await broken.inbox.read('a');
  expect(reading(broken, 'a')).toEqual({ at: 'failed', why: 'crypto' });
  const full = inboxWorld({ ...withAnswers(answer('a')), keep: 'read' });
  full.storage.setItem = refuseToStore;
  await isShown(full);
  await full.inbox.read('a');
  expect(reading(full, 'a')).toEqual({ at: 'failed', why: 'storage' });
  expect([...broken.log, ...full.log]).toEqual(['look', 'look']);
});

test('a browser that stores nothing still reads an answer that can be read again', async () => {
  const blocked = inboxWorld(withAnswers(answer('a')));
  blocked.storage.setItem = refuseToStore;
  await isShown(blocked);
  await blocked.inbox.read('a');
  expect(reading(blocked, 'a')).toMatchObject({ at: 'opened' });
});

function refuseToStore(): never {
  throw new DOMException('', 'SecurityError');
}

test('an answer with files is acknowledged when the person has saved them', async () => {
  const here = inboxWorld(withAnswers(answer('a')), {
    openAnswer: async ({ answer: { id } }) => ({ id, linkKey: new Uint8Array(32), opened: withFile }),
  });
  await isShown(here);
  const read = here.inbox.read('a');
  await expect.poll(() => reading(here, 'a')).toMatchObject({ receipt: { at: 'held' }, holder: { id: 'a' } });
  expect(here.log).not.toContain('acknowledge a');
  here.inbox.endFiles('a', true);
  await read;
  expect(reading(here, 'a')).toMatchObject({ receipt: { at: 'heard' } });
});

test('leaving with unsaved files acknowledges nothing and keeps the claim for a return', async () => {
  const here = inboxWorld(withAnswers(answer('a')), {
    openAnswer: async ({ answer: { id } }) => ({ id, linkKey: new Uint8Array(32), opened: withFile }),
  });
  await isShown(here);
  const read = here.inbox.read('a');
  await expect.poll(() => reading(here, 'a')).toMatchObject({ receipt: { at: 'held' } });
  here.inbox.leave();
  await read;
  expect(here.inbox.state()).toEqual({ at: 'looking' });
  expect(here.log).not.toContain('acknowledge a');
  expect(here.storage.kept.size).toBe(1);
});

test('a failed acknowledgement is repeated', async () => {
  let tries = 0;
  const here = inboxWorld(withAnswers(answer('a')), {
    acknowledge: async () => {
      if (tries++ === 0) throw new NetworkError('cut');
      return { state: 'spent', viewsLeft: null, endedAt: 2100 };
    },
  });
  await isShown(here);
  const read = here.inbox.read('a');
  await expect
    .poll(() => reading(here, 'a'))
    .toMatchObject({ receipt: { at: 'waiting', failure: { kind: 'offline' } } });
  here.inbox.retryNow();
  await read;
  expect(reading(here, 'a')).toMatchObject({ receipt: { at: 'heard', reply: { endedAt: 2100 } } });
});

test.each([
  ['expiry', {}, false, true],
  ['expiry', { state: 'expired' }, false, false],
  ['read', {}, false, false],
  ['read', { state: 'deleted' }, true, true],
] as const)(
  'an answer kept until %s is closed without a question only if nothing is lost: %o',
  (keep, over, kept, free) => {
    expect(
      isLeftFreely(keep, answer('a', over), { at: 'opened', opened: openedAnswer(), receipt: { at: 'sending' }, kept }),
    ).toBe(free);
  },
);

test('a read answer stays on the page after the server deletes it, until it is closed', async () => {
  const here = inboxWorld({ ...withAnswers(answer('a')), keep: 'read' });
  await isShown(here);
  await here.inbox.read('a');
  here.server.inbox = {
    ...withAnswers(),
    answersTaken: 1,
    answers: [answer('a', { state: 'spent', readAt: 2, endedAt: 2 })],
  };
  const stateNow = () => {
    here.next();
    return here.shown().inbox.answers[0]?.state;
  };
  await expect.poll(stateNow).toBe('spent');
  expect(reading(here, 'a')).toMatchObject({ at: 'opened' });
  here.inbox.dismiss('a');
  expect(reading(here, 'a')).toBeUndefined();
});

test('closing and deleting show the server’s reply, and deleting removes the answer from the page', async () => {
  const here = inboxWorld(withAnswers(answer('a'), answer('b')));
  await isShown(here);
  await Promise.all([here.inbox.read('a'), here.inbox.read('b')]);
  await here.inbox.close();
  expect(here.shown().inbox).toMatchObject({ state: 'closed', closedAt: 3000 });
  await here.inbox.removeAnswer('a');
  expect([...here.shown().readings.keys()]).toEqual(['b']);
  await here.inbox.remove();
  expect(here.shown()).toMatchObject({ inbox: { state: 'deleted' }, act: undefined });
  expect(here.shown().readings.size).toBe(0);
  here.next();
  await here.started;
});

test('a deletion that may not have reached the server says so', async () => {
  const here = inboxWorld(empty, { remove: () => Promise.reject(new NetworkError('unreachable')) });
  await isShown(here);
  await here.inbox.remove();
  expect(here.shown()).toMatchObject({ act: undefined, failure: { kind: 'offline', during: 'deleting' } });
});

test('“may not have been deleted” stays until the next action, whatever a check finds', async () => {
  let reachable = true;
  const here = inboxWorld(withAnswers(answer('a')), {
    readInbox: async () => (reachable ? empty : Promise.reject(new NetworkError('unreachable'))),
    removeAnswer: () => Promise.reject(new NetworkError('unreachable')),
  });
  await isShown(here);
  await here.inbox.removeAnswer('a');
  const said = { kind: 'offline', during: 'deleting-answer' };
  for (const round of [2, 3, 4]) {
    here.inbox.retryNow();
    await expect.poll(() => here.pauses.length).toBe(round);
    expect(here.shown().failure).toEqual(said);
    reachable = !reachable;
  }
  await here.inbox.close();
  expect(here.shown().failure).toBeUndefined();
});

test('“may still accept answers” goes away once a check finds the request closed', async () => {
  const here = inboxWorld(empty, { close: () => Promise.reject(new NetworkError('cut')) });
  await isShown(here);
  await here.inbox.close();
  expect(here.shown().failure).toEqual({ kind: 'offline', during: 'closing' });
  here.server.inbox = { ...empty, state: 'closed', closedAt: 3000 };
  here.inbox.retryNow();
  await expect.poll(() => here.shown().inbox.state).toBe('closed');
  expect(here.shown().failure).toBeUndefined();
});

test('a title that the server has erased is still shown, and still appears in no log', async () => {
  const { title: _, ...untitled } = empty;
  const here = inboxWorld(empty, {
    remove: async () => ({ ...untitled, state: 'deleted', endedAt: 3000 }),
  });
  await isShown(here);
  await here.inbox.remove();
  expect(here.shown().inbox.title).toBe('The key');
  expect(JSON.stringify(here.shown())).not.toContain('The key');
});

test('a reply from before an action is not shown after it', async () => {
  const late: ((inbox: Inbox) => void)[] = [];
  let first = true;
  const here = inboxWorld(empty, {
    readInbox: () => {
      if (!first) return new Promise((resolve) => late.push(resolve));
      first = false;
      return Promise.resolve(empty);
    },
  });
  await isShown(here);
  here.next();
  await expect.poll(() => late.length).toBe(1);
  await here.inbox.close();
  late[0]?.(empty);
  await expect.poll(() => here.pauses.length).toBe(2);
  expect(here.shown().inbox.state).toBe('closed');
});

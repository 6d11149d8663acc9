import { expect, test } from 'vitest';
import { ApiError, NetworkError } from '#client/errors.ts';
import type { ReportBody } from '#server/reports/wire.ts';
import { createReport } from './create-report.ts';
import type { ReportEffects } from './create-report.ts';

const id = '2NEpo7TZRRrLZSi2U4xGyz';
const key = 'k'.repeat(50);
const publicUrl = 'https://sotto.example/a/';

function begin(effects: Partial<ReportEffects> = {}) {
  const sent: ReportBody[] = [];
  const addresses: string[] = [];
  const reporter = createReport({
    ...{ taken: true, publicUrl, fragment: '' },
    cutAddress: (kept) => void addresses.push(kept),
    send: async (report) => void sent.push(report),
    ...effects,
  });
  const error = () => {
    const now = reporter.state();
    return now.at === 'writing' ? now.error : undefined;
  };
  return { reporter, sent, addresses, error };
}

test('the id in the address is reported, with a reason', async () => {
  const { reporter, sent, addresses } = begin({ fragment: `#${id}` });
  expect(reporter.state()).toMatchObject({ draft: { subject: id, cut: false } });
  reporter.chooseReason('phishing');
  await reporter.send();
  expect([sent, addresses, reporter.state()]).toEqual([[{ id, reason: 'phishing' }], [], { at: 'sent' }]);
});

test.each([
  ['a link', `${publicUrl}s/${id}#${key}`, true],
  ['a link in a sentence', `look: ${publicUrl}s/${id}#${key}`, true],
  ['a request’s link', `${publicUrl}r/${id}#${key}`, true],
  ['a link without its key', `${publicUrl}s/${id}`, false],
  ['an id with a key', `${id}#${key}`, true],
  ['an id', ` ${id}\n`, false],
] as const)('pasting %s leaves only the id', async (_, text, cut) => {
  const { reporter, sent } = begin();
  reporter.editSubject(text, true);
  expect(reporter.state()).toMatchObject({ draft: { subject: id, cut } });
  reporter.chooseReason('other');
  await reporter.send();
  expect(sent).toEqual([{ id, reason: 'other' }]);
});

test('a key is removed as soon as it begins, even when typed; half a link stays unchanged', () => {
  const { reporter } = begin();
  reporter.editSubject('https://sotto.exam', false);
  expect(reporter.state()).toMatchObject({ draft: { subject: 'https://sotto.exam', cut: false } });
  reporter.editSubject(`${publicUrl}s/${id}#k`, false);
  expect(reporter.state()).toMatchObject({ draft: { subject: id, cut: true } });
});

test('a typed link is read when the report is sent', async () => {
  const { reporter, sent } = begin();
  reporter.editSubject(`${publicUrl}s/${id}`, false);
  reporter.chooseReason('malware');
  await reporter.send();
  expect(sent).toEqual([{ id, reason: 'malware' }]);
});

test('a key in the page’s own address is removed there, too', () => {
  const { reporter, addresses } = begin({ fragment: `#${id}#${key}` });
  expect(reporter.state()).toMatchObject({ draft: { subject: id, cut: true } });
  expect(addresses).toEqual([id]);
});

test('an incomplete report is not sent, and the page says what is missing', async () => {
  const { reporter, sent, error } = begin();
  await reporter.send();
  expect(error()).toEqual({ kind: 'no-subject' });
  reporter.editSubject('no link', true);
  await reporter.send();
  expect(error()).toEqual({ kind: 'no-id' });
  reporter.editSubject(`https://elsewhere.example/s/${id}#${key}`, true);
  await reporter.send();
  expect(error()).toEqual({ kind: 'foreign', origin: 'https://elsewhere.example' });
  reporter.editSubject(id, true);
  await reporter.send();
  expect(error()).toEqual({ kind: 'no-reason' });
  reporter.chooseReason('illegal');
  expect(error()).toBeUndefined();
  expect(sent).toEqual([]);
});

test('a report that fails says why and can be sent again', async () => {
  const errors: Error[] = [
    new NetworkError('unreachable'),
    new ApiError({ code: 'rate-limited', status: 429, retryAfterSeconds: 30 }),
    new ApiError({ code: 'quota-exceeded', status: 429, retryAfterSeconds: 3600 }),
    new ApiError({ code: 'not-found', status: 404 }),
  ];
  const send = async () => {
    const error = errors.shift();
    if (error) throw error;
  };
  const { reporter, error } = begin({ fragment: id, send });
  reporter.chooseReason('harassment');
  await reporter.send();
  expect(error()).toEqual({ kind: 'service', failure: { kind: 'offline' } });
  await reporter.send();
  expect(error()).toEqual({ kind: 'service', failure: { kind: 'busy', afterSeconds: 30 } });
  await reporter.send();
  expect(error()).toEqual({ kind: 'too-many' });
  await reporter.send();
  expect(error()).toEqual({ kind: 'refused' });
  await reporter.send();
  expect(reporter.state()).toEqual({ at: 'sent' });
});

test('a service that accepts no reports says so and sends none', async () => {
  const { reporter, sent } = begin({ taken: false, fragment: id });
  reporter.chooseReason('other');
  await reporter.send();
  expect([reporter.state(), sent]).toEqual([{ at: 'off' }, []]);
});

import { expect, test } from './fixtures/journey.ts';
import { breakSeal, heading, openedText, seal } from './fixtures/secret.ts';

const text = 'still there';

test('scanners, previews and prefetches spend no view', async ({ page, request, server, someoneElse }) => {
  const { link, linkWithoutKey } = await seal(page, { text });
  for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE', 'PATCH']) {
    const answer = await request.fetch(linkWithoutKey, { method });
    expect(answer.status(), method).toBeLessThan(500);
  }
  const scanner = await someoneElse({ userAgent: 'Mozilla/5.0 (compatible; LinkScanner/1.0)' });
  await scanner.goto(link);
  await expect(heading(scanner, 'A secret for you')).toBeVisible();
  await scanner.goto(linkWithoutKey);
  await expect(heading(scanner, 'The key is missing')).toBeVisible();
  const id = linkWithoutKey.split('/').at(-1) ?? '';
  const asked = server.relay.requests().filter((line) => line.includes(`/api/shares/${id}/`));
  expect(asked).not.toEqual([]);
  expect(asked.filter((line) => !line.endsWith('/describe'))).toEqual([]);

  const recipient = await someoneElse();
  await recipient.goto(link);
  await expect(recipient.getByText('You can open it once.')).toBeVisible();
  await breakSeal(recipient);
  expect(await openedText(recipient).textContent()).toBe(text);
});

test('an unused id has the same page as a used one', async ({ page, request }) => {
  const { linkWithoutKey } = await seal(page, { text });
  const never = `${linkWithoutKey.slice(0, linkWithoutKey.lastIndexOf('/') + 1)}2NEpo7TZRRrLZSi2U4xGyz`;
  const answers = await Promise.all([linkWithoutKey, never].map((url) => request.get(url)));
  const [used, unused] = await Promise.all(
    answers.map(async (answer) => ({
      status: answer.status(),
      body: await answer.text(),
      headers: answer.headersArray().filter(({ name }) => !/^date$/i.test(name)),
    })),
  );
  expect(used).toEqual(unused);
});

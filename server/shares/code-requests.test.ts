import { describe, expect, test } from 'vitest';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { mailedCodes } from '#server/testing/mailed-codes.ts';
import { ANA, BOB, EVE, openNamedShare } from '#server/testing/named-share.ts';
import type { NamedShare } from '#server/testing/named-share.ts';
import { secret } from '#server/testing/test-share.ts';
import { dialects } from '#server/testing/test-stores.ts';

/** A code that is right once in 100 million runs. */
const GUESS = '12345678';
const shown = (error: unknown) => (error instanceof AppError ? { code: error.code, ...error.members } : { error });
const guess = ({ share, deps }: NamedShare, claim: string) =>
  share.openWith(deps, { claim, code: GUESS }).then(() => 'opened', shown);

/** A link holder must not learn whether an address is named (docs/decisions/0076-an-ask-shows-only-its-claim.md). */
describe.each(dialects)('%s: somebody with the link, but not the mailbox', (dialect) => {
  /** What lies in the tables that a request writes, without what is random. */
  async function shapes({ store }: Deps) {
    const { kysely } = store.read;
    const asks = await kysely.selectFrom('code_ask').select(['claim_hash', 'asked_at', 'tries']).execute();
    const mails = await kysely.selectFrom('outbox').select(['share_id', 'due_at', 'tries', 'sealed']).execute();
    return {
      asks: asks.map((ask) => ({ ...ask, claim_hash: ask.claim_hash.length })),
      mails: mails.map((mail) => ({ ...mail, share_id: mail.share_id?.length, sealed: mail.sealed.length })),
    };
  }

  test('gets the same reply and leaves rows of the same size for a named address and for another', async () => {
    const left: unknown[] = [];
    for (const address of [ANA, EVE]) {
      await using here = await openNamedShare(dialect);
      const { deps, share } = here;
      const claim = secret();
      const reply = await share.askCode(deps, claim, address);
      expect(await mailedCodes(deps, share.id, claim)).toHaveLength(address === ANA ? 1 : 0);
      left.push([reply, await shapes(deps)]);
    }
    expect(left[1]).toEqual(left[0]);
  });

  test('is told the same after time, another mail, a reset and a revocation', async () => {
    const told: unknown[][] = [];
    for (const address of [BOB, EVE]) {
      await using here = await openNamedShare(dialect);
      const { deps, share, clock } = here;
      const claim = secret();
      const ask = () => share.askCode(deps, claim, address);
      const seen: unknown[] = [await ask(), await guess(here, claim)];
      clock.advance(1200);
      seen.push(await ask());
      clock.advance(700);
      seen.push(await guess(here, claim));
      await share.change(deps, 2, 'reset');
      seen.push(await guess(here, claim));
      await share.change(deps, 2, 'revoke');
      seen.push(await guess(here, claim), await ask());
      clock.advance(600);
      seen.push(await guess(here, claim));
      told.push(seen);
    }
    expect(told[0]?.map((each) => (each as { triesLeft?: number }).triesLeft)).toEqual([
      ...[undefined, 4, undefined, 3, 4, 3, undefined, 2],
    ]);
    expect(told[1]).toEqual(told[0]);
  });
});

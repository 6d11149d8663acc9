import { writeTo, jsonLine } from '#cli/terminal/output.ts';
import { listedBriefly, numberInWords } from '#cli/terminal/wording.ts';
import { inWords } from '#cli/language/words.ts';
import { gates as words } from '#cli/words/gates.ts';
import type { Telling } from './tell-links.ts';
import { forPrograms, tellWebhookSecret, termsInWords } from './tell-shared.ts';
import type { Told } from './tell-shared.ts';

type Tell = (told: Told) => Promise<void>;

/**
 * Makes one secret after the other, and prints each link as soon as it exists: those before a failure stay valid.
 * @throws what `sendOne` throws, after a sentence about the links that were made before
 */
export async function sendEach(
  telling: Telling,
  names: readonly string[],
  sendOne: (tell: Tell) => Promise<void>,
): Promise<void> {
  const { world, values, say } = telling;
  const made: string[] = [];
  try {
    for (const name of names) {
      await sendOne(async (told) => {
        await tellOne(telling, { name, isFirst: made.length === 0, told });
        made.push(name);
      });
    }
  } catch (error) {
    if (made.length > 0) {
      const missing = listedBriefly(names.slice(made.length));
      say(
        inWords(words.someMade, {
          count: made.length,
          total: numberInWords(names.length),
          made: listedBriefly(made),
          missing,
        }),
      );
    }
    throw error;
  } finally {
    if (values.json && made.length > 0) await writeTo(world.stdout, ']\n');
  }
}

interface One {
  readonly name: string;
  readonly isFirst: boolean;
  readonly told: Told;
}

/** A line of the name, a tab and the link; with --json, an element of a list that ends when all is done. */
async function tellOne(telling: Telling, { name, isFirst, told }: One): Promise<void> {
  const { world, values, say } = telling;
  if (values.json) {
    await writeTo(world.stdout, `${isFirst ? '[' : ','}${jsonLine({ name, ...forPrograms(told) })}`);
    return;
  }
  if (isFirst) say(termsInWords(told));
  if (world.stderr.isTTY) {
    await writeTo(world.stderr, `\n${inWords(words.manageLinkFor, { name })}\n${told.shared.manageLink}\n`);
  }
  await tellWebhookSecret(telling, told);
  await writeTo(world.stdout, `${name}\t${told.shared.link}\n`);
}

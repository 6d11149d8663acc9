import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatAbsolute, formatClock, formatRelative } from './dates.ts';
import { formatBytes } from './sizes.ts';
import { compileLanguage } from '#scripts/words/compile-language.ts';
import { faultLine } from '#scripts/words/fault.ts';
import { readLanguages } from '#scripts/words/read-words.ts';
import { compose } from '#words/compose.ts';
import { formatSpan, saySpan } from './spans.ts';
import { formatWait } from './waits.ts';
import { setWords } from './words.ts';

const offered = (await readLanguages()).filter(({ draft }) => draft !== true);

test.for(offered)(
  'any integer from a server or a sender is a valid time, size or span in $tag',
  async ({ tag, dir }) => {
    const tables = await compileLanguage(tag, (fault) => expect.unreachable(faultLine(fault)));
    setWords((now) => ({ ...now, lang: tag, dir, tables }));
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.maxSafeNat(), (any, positive) => {
        const shown = [
          formatAbsolute(any),
          formatClock(any),
          formatRelative(any, positive),
          formatSpan(positive),
          saySpan(compose.within, positive),
          formatWait(positive),
          formatBytes(positive),
        ];
        for (const words of shown) expect(words).not.toMatch(/Invalid Date|NaN|undefined|Infinity|^$/);
      }),
      { numRuns: 1000 },
    );
  },
);

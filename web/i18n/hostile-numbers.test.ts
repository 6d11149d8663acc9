import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatAbsolute, formatClock, formatRelative } from './dates.ts';
import { formatBytes } from './sizes.ts';
import { compose } from '#words/compose.ts';
import { formatSpan, saySpan } from './spans.ts';
import { formatWait } from './waits.ts';

test('any integer from a server or a sender is shown as a valid time, size or span', () => {
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
});

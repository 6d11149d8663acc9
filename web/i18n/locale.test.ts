import { expect, test } from 'vitest';
import { timeOfDay } from './locale.ts';

test.each(['en-GB', 'en-US', 'de', 'fr', 'ja', 'ar-EG'])(
  'a time of day looks as %s writes it, at night too',
  (locale) => {
    const night = new Date(2026, 10, 30, 1, 52);
    const own = new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(night);
    expect(new Intl.DateTimeFormat(locale, timeOfDay(locale)).format(night)).toBe(own);
  },
);

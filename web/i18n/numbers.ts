import { perLocale } from './words.ts';

const number = perLocale((locale) => new Intl.NumberFormat(locale));
const percent = perLocale((locale) => new Intl.NumberFormat(locale, { style: 'percent' }));

/** “12,345”. A plural formats its own number. */
export const formatNumber = (value: number): string => number().format(value);

/** “80%”. @param value 0 to 100 */
export const formatPercent = (value: number): string => percent().format(value / 100);

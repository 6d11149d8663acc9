/** This folder's language. `dir` is its writing direction; `dates` is the locale that orders day and month. */
export const locale: { readonly lang: string; readonly dir: 'ltr' | 'rtl'; readonly dates: string } = {
  lang: 'en',
  dir: 'ltr',
  dates: 'en-GB',
};

/** The browser has words for every other relative time. */
export const lessThanAMinute = { left: 'in less than a minute', ago: 'less than a minute ago' };

/** Of this folder's language; `dir` is the direction its script runs in, `dates` the locale whose order of day and month it uses. */
export const locale: { readonly lang: string; readonly dir: 'ltr' | 'rtl'; readonly dates: string } = {
  lang: 'en',
  dir: 'ltr',
  dates: 'en-GB',
};

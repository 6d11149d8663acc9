/** Of this folder's language; `dir` is the direction its script runs in. */
export const locale: { readonly lang: string; readonly dir: 'ltr' | 'rtl' } = { lang: 'en', dir: 'ltr' };

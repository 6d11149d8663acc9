import type { ShownBrand } from '#server/branding/shown-brand.ts';
import { meta } from './environment.ts';

/** The operator's name and contacts. They come from the shell, so that no script contains a name. */
export const brand = (): ShownBrand => JSON.parse(meta('brand') ?? '{}') as ShownBrand;

/**
 * A fragment that the server renders into the page: the wordmark or logo. Only the shells have one of the footer links,
 * because the labels change with the language of the page.
 */
export const ownPart = (name: 'wordmark' | 'links'): Node | undefined =>
  document.querySelector<HTMLTemplateElement>(`#own-${name}`)?.content.cloneNode(true);

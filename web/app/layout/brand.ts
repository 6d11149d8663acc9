import type { ShownBrand } from '#server/branding/shown-brand.ts';
import { meta } from './environment.ts';

/** The operator's name and contacts. They come from the shell, so that no script contains a name. */
export const brand = (): ShownBrand => JSON.parse(meta('brand') ?? '{}') as ShownBrand;

/** A fragment that the server rendered into the shell: the wordmark or logo, the footer links, the link to support. */
export const ownPart = (name: 'wordmark' | 'links' | 'support'): Node | undefined =>
  document.querySelector<HTMLTemplateElement>(`#own-${name}`)?.content.cloneNode(true);

import type { ShownBrand } from '#server/branding/shown-brand.ts';
import { meta } from './environment.ts';

/** Whose service this is, as the shell says: no script names it. */
export const brand = (): ShownBrand => JSON.parse(meta('brand') ?? '{}') as ShownBrand;

/** What an operator gives is in the shell, made by the server: the wordmark or logo, links for the foot, a way to support. */
export const ownPart = (name: 'wordmark' | 'links' | 'support'): Node | undefined =>
  document.querySelector<HTMLTemplateElement>(`#own-${name}`)?.content.cloneNode(true);

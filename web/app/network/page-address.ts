import { basePath } from '#web/app/layout/environment.ts';

/**
 * The start of every link: the address that this page was loaded from. A server that stated another address, by a wrong
 * setting or on purpose, could send everyone who follows those links elsewhere, with their keys.
 */
export function publicUrl(): string {
  return location.origin + basePath();
}

/** The part of this page's path where an id should be: `/s/<id>`. */
export function pathId(): string {
  return location.pathname.slice(basePath().length).split('/')[1] ?? '';
}

import { basePath } from '#web/app/layout/environment.ts';

/**
 * Where links begin: with the address that this page was loaded from. A server that names another one, by a wrong setting or on
 * purpose, would receive the keys of everybody who follows them.
 */
export function publicUrl(): string {
  return location.origin + basePath();
}

/** What stands in an id's place in this page's path: `/s/<id>`. */
export function pathId(): string {
  return location.pathname.slice(basePath().length).split('/')[1] ?? '';
}

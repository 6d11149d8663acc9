import { basePath } from '#web/layout/environment.ts';

/** Where this service's links begin, by the address of this very page. */
export function publicUrl(): string {
  return new URL(basePath(), location.href).href;
}

/** What stands in an id's place in this page's path: `/s/<id>`. */
export function pathId(): string {
  return location.pathname.slice(basePath().length).split('/')[1] ?? '';
}

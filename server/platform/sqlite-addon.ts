/** SQLite's native addon, where it is not found by its package's name. @param folder may be written to */
export type SqliteAddon = (folder: string) => object;

/** As an option of a connection. */
export function addonOption(addon: SqliteAddon | undefined, folder: string): { readonly nativeBinding?: string } {
  if (addon === undefined) return {};
  const nativeBinding: unknown = addon(folder);
  // Its types know only of a path.
  return { nativeBinding: nativeBinding as string };
}

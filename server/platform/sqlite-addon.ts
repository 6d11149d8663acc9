/** Loads SQLite's native addon if it cannot be found by its package name. @param folder a writable folder */
export type SqliteAddon = (folder: string) => object;

/** The addon as an option of a connection. */
export function addonOption(addon: SqliteAddon | undefined, folder: string): { readonly nativeBinding?: string } {
  if (addon === undefined) return {};
  const nativeBinding: unknown = addon(folder);
  // The types of the package allow only a path.
  return { nativeBinding: nativeBinding as string };
}

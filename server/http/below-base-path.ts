/**
 * The path that routes see: below the base path, also when a reverse proxy has taken that off already. Nothing is
 * decoded: no route holds a character that needs it, and an id never does.
 */
export function belowBasePath(basePath: string): (request: Request) => string {
  const prefix = basePath.slice(0, -1);
  return ({ url }) => {
    const start = url.indexOf('/', url.indexOf('://') + 3);
    if (start === -1) return '/';
    let end = start;
    while (end < url.length && url[end] !== '?' && url[end] !== '#') end++;
    return url.startsWith(basePath, start) ? url.slice(start + prefix.length, end) : url.slice(start, end);
  };
}

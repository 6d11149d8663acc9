/** Longer than the path of any route, with room for what happens to pasted links. */
const MAX_PATH_LENGTH = 512;
/** A path that is too long is routed as one of these. A path never contains a space, so no route matches them. */
const TOO_LONG = '/ ';
const TOO_LONG_BELOW_API = '/api/ ';

/**
 * The path that routes see: below the base path, also when a reverse proxy has taken that off already. Nothing is
 * decoded: no route holds a character that needs it, and an id never does.
 */
export function belowBasePath(basePath: string): (request: Request) => string {
  const prefix = basePath.slice(0, -1);
  return ({ url }) => {
    const start = url.indexOf('/', url.indexOf('://') + 3);
    if (start === -1) return '/';
    const query = url.slice(start).search(/[?#]/);
    const end = query === -1 ? url.length : start + query;
    return bounded(url.slice(url.startsWith(basePath, start) ? start + prefix.length : start, end));
  };
}

function bounded(path: string): string {
  if (path.length <= MAX_PATH_LENGTH) return path;
  return path.startsWith('/api/') ? TOO_LONG_BELOW_API : TOO_LONG;
}

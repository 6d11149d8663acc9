/** Longer than the path of any route, with room for text that a pasted link picked up. */
const MAX_PATH_LENGTH = 512;
/** A path that is too long is routed as one of these. A path never contains a space, so no route matches them. */
const TOO_LONG = '/ ';
const TOO_LONG_BELOW_API = '/api/ ';

/**
 * The path for routing, without the base path, which a reverse proxy may already have removed. The path is not decoded:
 * no route and no id contains a character that needs encoding.
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

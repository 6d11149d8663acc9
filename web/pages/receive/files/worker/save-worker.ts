import { createDownloads } from './serve-downloads.ts';
import type { Announcement, STAY } from './messages.ts';

/** The used part of ServiceWorkerGlobalScope, which TypeScript's DOM library lacks. */
interface SaveWorkerScope {
  addEventListener(type: 'message', listen: (event: MessageEvent<Announcement | typeof STAY>) => void): void;
  addEventListener(type: 'fetch', listen: (event: FetchEvent) => void): void;
}

interface FetchEvent {
  readonly request: Request;
  respondWith(response: Response): void;
}

/** The service worker for `dl/`. It serves downloads that a page of this origin has announced, and nothing else. */
const scope = globalThis as unknown as SaveWorkerScope;
const downloads = createDownloads();

scope.addEventListener('message', ({ data: message, ports: [port] }) => {
  if (typeof message === 'object' && port !== undefined) downloads.announce(message, port);
});
scope.addEventListener('fetch', (event) => event.respondWith(downloads.respond(event.request.url)));

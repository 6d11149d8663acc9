import { basePath } from '#web/app/layout/environment.ts';
import { workerUrl } from '#web/app/workers/worker-url.ts';
import { withResolvers } from '#web/app/with-resolvers.ts';

const START_SECONDS = 10;

/** The scope of a service worker ends at the folder of its script, so the script is not among the assets. */
const script = workerUrl(`${basePath()}save-worker.js`);
const scope = `${basePath()}dl/`;

export interface ActiveWorker {
  readonly worker: ServiceWorker;
  /** The worker serves requests below this path. */
  readonly folder: string;
}

/** @throws if this browser has no service workers, or does not start this one */
export async function activeSaveWorker(): Promise<ActiveWorker> {
  const registration = await navigator.serviceWorker.register(script, { scope, updateViaCache: 'none' });
  return { worker: await active(registration), folder: scope };
}

async function active({ active, waiting, installing }: ServiceWorkerRegistration): Promise<ServiceWorker> {
  // A newer worker takes over automatically once no download uses this one.
  const coming = active ?? waiting ?? installing;
  if (coming === null) throw new Error('No service worker.');
  const { promise, resolve, reject } = withResolvers<ServiceWorker>();
  const look = () => {
    if (coming.state === 'activated') resolve(coming);
    else if (coming.state === 'redundant') reject(new Error('The worker was refused.'));
  };
  const timer = setTimeout(() => reject(new Error('The worker does not start.')), START_SECONDS * 1000);
  coming.addEventListener('statechange', look);
  look();
  return promise.finally(() => {
    clearTimeout(timer);
    coming.removeEventListener('statechange', look);
  });
}

import { createApp } from './app.ts';
import type { App } from './app.ts';
import type { Assets } from './platform/assets.ts';
import { reconcileFileBodies } from './file-bodies/reconcile-file-bodies.ts';
import type { CheckedClock } from './clock/reckoning.ts';
import { watchClock } from './clock/watch-clock.ts';
import type { Config } from './config/config.ts';
import type { Deps } from './deps.ts';
import { listen } from './http/listen.ts';
import type { ListenConfig, Listening } from './http/listen.ts';
import { createLog, errorFields } from './http/log.ts';
import type { Log } from './http/log.ts';
import { openSite } from './http/site/open-site.ts';
import type { Site } from './http/site/open-site.ts';
import type { OpenMetrics } from './metrics/open-metrics.ts';
import { openDeps } from './open-deps.ts';
import { openEvents } from './open-events.ts';
import { startOutbox } from './outbox/run-outbox.ts';
import { bindFault, listeningWords, socketFault } from './platform/start-checks/bind-fault.ts';
import type { Address } from './platform/start-checks/bind-fault.ts';
import { sayFault, sayUnforeseen } from './platform/start-checks/say-fault.ts';
import { countForMembers } from './records/gate.ts';
import { countNamedShares } from './records/recipient.ts';
import { passedSocket } from './platform/passed-socket.ts';
import { StartError } from './platform/start-error.ts';
import { stopOnSignal } from './platform/stop-on-signal.ts';
import { storageFault } from './platform/start-checks/storage-fault.ts';
import { tryDataFolder } from './platform/start-checks/try-data-folder.ts';
import { startSweeper, sweep } from './sweep/sweep.ts';
import type { SweepWatch } from './sweep/sweep.ts';
import { warnOfPlainText } from './warn-of-plain-text.ts';

/**
 * Uploads pass through buffers outside the heap. By default V8 runs a full garbage collection every few megabytes of
 * them. Set after everything has been loaded, because V8 rejects the compiled code of Node's own modules under other
 * flags.
 */
const LARGE_BUFFERS = '--external-memory-accounted-in-global-limit';
const START_SWEEP_MS = 2_000;

interface Service {
  readonly config: Config;
  readonly assets: Assets;
  readonly log: Log;
}

/**
 * Starts the service and leaves it running. The service ends the process on a signal or a fatal error.
 */
export async function serve(config: Config, assets: Assets): Promise<void> {
  const log = createLog({
    level: config.logLevel,
    out: (lines) => process.stdout.write(lines),
    err: (lines) => process.stderr.write(lines),
  });
  const failRunning = failRunningWith(log);
  process.on('uncaughtException', failRunning);
  await start({ config, assets, log }).then((stop) => stopOnSignal(stop, failRunning), failStart);
}

/** @returns a function that stops the service */
async function start({ config, assets, log }: Service): Promise<() => Promise<void>> {
  const site = await readSite(config, assets);
  const { dataDir, databaseUrl } = config;
  tryDataFolder({ dataDir, holdsDatabase: databaseUrl === undefined, sqliteAddon: assets.sqliteAddon });
  if (config.keysDir !== undefined)
    await (await import('./platform/start-checks/try-mount.ts')).tryMount(config.keysDir);
  const metrics = config.metrics && (await import('./metrics/open-metrics.ts')).openMetrics();
  const opened = await openDeps(config, assets, {
    ...{ onGroup: metrics?.grouped, onFiles: reportFiles(log) },
    onKeys: (reason) => log.error('keys', { reason }),
  });
  for (const warning of (await opened.bucket?.check()) ?? []) log.warn('object store', { warning });
  const heard = await openEvents(opened, {
    out: (lines) => process.stdout.write(lines),
    failed: (error) => log.error('audit cannot be written', errorFields(error)),
  });
  const deps = await openSignIn(heard, log);
  const clockChecked = watchClock(log);
  clockChecked(await putInOrder(deps));
  let isDraining = false;
  let isUnix = false;
  const scraped = metrics && (await bindMetrics(metrics.text(deps), config.metrics));
  const listenConfig = { ...config, passedSocket: passedSocket(process.env, process.pid) };
  const options = { site, log, metrics, isDraining: () => isDraining, isUnix: () => isUnix };
  const listening = await bind(listenConfig, createApp(deps, options), log);
  isUnix = listening.isUnix;
  const stopSweeper = startSweeper(deps, watchSweeps(log, { metrics, clockChecked }));
  const stopMail = await sendMail(deps, { site, log, metrics });
  const stopNotices = await sendNotices(deps, log);
  warnOfPlainText(config, log);
  console.log(listeningWords(listenConfig));
  void listening.loaded.then(() => process.getBuiltinModule('node:v8').setFlagsFromString(LARGE_BUFFERS));
  return async () => {
    isDraining = true;
    await listening.drain();
    await Promise.all([stopSweeper(), stopMail?.(), stopNotices?.()]);
    await deps.audit?.close();
    await scraped?.drain();
    await deps.store.close();
  };
}

/** Logs each fault once, and its end. */
function reportFiles(log: Log): (sentence: string | undefined) => void {
  return (reason) => {
    if (reason === undefined) log.info('the object store works again');
    else log.error('object store', { reason });
  };
}

interface MailParts {
  readonly site: Site;
  readonly log: Log;
  readonly metrics: OpenMetrics | undefined;
}

/** Most services send no mail, and never load what it needs. */
async function sendMail(deps: Deps, { site, log, metrics }: MailParts): Promise<(() => Promise<void>) | undefined> {
  const { config, store } = deps;
  if (config.mail === undefined) {
    const shares = await countNamedShares(store.read);
    if (shares > 0) log.warn('shares for named people cannot be opened while SOTTO_SMTP_URL is not set', { shares });
    return undefined;
  }
  const languageFor = (locale: string) => {
    const { tag } = site.languageFor(locale);
    return { locale: tag, words: site.mailIn(tag) };
  };
  const { startMail } = await import('./mail/start-mail.ts');
  return startMail(deps, { languageFor, log, told: metrics?.mailed });
}

/** Most services send no notices, and never load what posts them. */
async function sendNotices(deps: Deps, log: Log): Promise<(() => Promise<void>) | undefined> {
  const { webhooks, operatorWebhook } = deps.config;
  if (webhooks === undefined && operatorWebhook === undefined) return undefined;
  const { noticeWork } = await import('./notices/send-notices.ts');
  const work = noticeWork(deps, { failed: (error) => log.error('notice failed', errorFields(error)) });
  return work && startOutbox(deps, work);
}

/** Most services have no sign-in, and never load what it needs. A provider that is down keeps nothing from starting. */
async function openSignIn(deps: Deps, log: Log): Promise<Deps> {
  const { signIn, publicUrl } = deps.config;
  if (signIn === undefined) {
    const count = await countForMembers(deps.store.read);
    if (count > 0) log.warn('what is for members cannot be opened while SOTTO_OIDC_ISSUER is not set', { count });
    return deps;
  }
  const { openProvider } = await import('./session/open-provider.ts');
  const failed = (reason: string, code: string) => log.warn('nobody can sign in', { reason, code });
  const provider = openProvider({ signIn, publicUrl, failed });
  // Says so now if the settings are wrong. Each sign-in tries again.
  void provider.check().catch(() => undefined);
  return { ...deps, provider };
}

/** @returns the state of the clock */
async function putInOrder(deps: Deps): Promise<CheckedClock> {
  try {
    await reconcileFileBodies(deps, deps.config.acceptLostKeys);
    // The rest is swept while the service runs. Expired shares cannot be opened in the meantime.
    return await sweep(deps, AbortSignal.timeout(START_SWEEP_MS));
  } catch (error) {
    throw storageFault(error, deps.config) ?? error;
  }
}

async function readSite(config: Config, assets: Assets): Promise<Site> {
  const site = await openSite(await assets.webFiles(), config);
  if (site === undefined) throw new StartError('The pages have not been built yet. Run: npm run build');
  return site;
}

async function bind(config: ListenConfig, app: App, log: Log): Promise<Listening> {
  const { socketPath } = config;
  try {
    return await listen(app, config, log);
  } catch (error) {
    if (socketPath !== undefined) throw socketFault(error, socketPath) ?? error;
    throw bindFault(error, config, { port: 'SOTTO_PORT=3001', host: 'SOTTO_HOST' }) ?? error;
  }
}

async function bindMetrics(text: () => Promise<string>, address: Address): Promise<{ drain: () => Promise<void> }> {
  const { listenForScrapes } = await import('./metrics/listen-for-scrapes.ts');
  try {
    return await listenForScrapes(text, address);
  } catch (error) {
    throw bindFault(error, address, { port: 'SOTTO_METRICS_PORT=9465', host: 'SOTTO_METRICS_HOST' }) ?? error;
  }
}

interface SweepObservers {
  readonly metrics: OpenMetrics | undefined;
  readonly clockChecked: (clock: CheckedClock) => void;
}

function watchSweeps(log: Log, { metrics, clockChecked }: SweepObservers): SweepWatch {
  return {
    failed(error) {
      log.error('sweep failed', errorFields(error));
      metrics?.sweepFailed();
    },
    done(seconds, clock) {
      metrics?.swept(seconds);
      clockChecked(clock);
    },
  };
}

/** No request has arrived yet, so the message cannot contain parts of one. */
function failStart(error: unknown): never {
  console.error(`sotto: ${sayFault(error) ?? sayUnforeseen(error)}`);
  process.exit(1);
}

/** The message of an error may now quote a request, so it is not logged. */
function failRunningWith({ error: logError }: Log): (error: unknown) => never {
  return (error) => {
    logError('stopped', errorFields(error));
    process.exit(1);
  };
}

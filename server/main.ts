import { randomFillSync } from 'node:crypto';
import { join } from 'node:path';
import { createApp } from './app.ts';
import { openDiskBlobs } from './blobs/disk.ts';
import { reconcileBodies } from './bodies/reconcile-bodies.ts';
import { ConfigError, parseConfig } from './config.ts';
import type { Config } from './config.ts';
import type { Deps } from './deps.ts';
import { listen } from './http/listen.ts';
import type { Listening } from './http/listen.ts';
import { createLog, errorFields } from './http/log.ts';
import type { Log } from './http/log.ts';
import { openSite } from './http/site/open-site.ts';
import type { Site } from './http/site/open-site.ts';
import { openStore } from './store.ts';
import { startSweeper, sweep } from './sweep/sweep.ts';

const WEB_FOLDER = join(import.meta.dirname, '../dist/web');
const STOP_MS = 15_000;
const SAME_SIGNAL_MS = 1_000;

/** For whoever started it: what is wrong, in sentences, and no stack. */
class StartError extends Error {}

const config = readConfig();
const log = createLog({
  level: config.logLevel,
  out: (lines) => process.stdout.write(lines),
  err: (lines) => process.stderr.write(lines),
});
process.on('uncaughtException', (error) => fail(error));
await start().catch(fail);

async function start(): Promise<void> {
  const clock = { now: () => Math.floor(Date.now() / 1000) };
  const random = (bytes: number) => randomFillSync(new Uint8Array(bytes));
  const site = await readSite(config);
  const { dataDir, databaseUrl, acceptLostKeys } = config;
  const store = await openStore({ dataDir, databaseUrl, clock, acceptLostKeys });
  const blobs = await openDiskBlobs({ folder: join(dataDir, 'bodies') });
  const deps: Deps = { config, store, blobs, clock, random };
  await reconcileBodies(deps, acceptLostKeys);
  await sweep(deps);
  const listening = await bind(deps, site);
  const stopSweeper = startSweeper(deps, (error) => log.error('sweep failed', errorFields(error)));
  stopOnSignal(async () => {
    await listening.drain();
    await stopSweeper();
    await store.close();
  });
  warnOfInsecureHttp(config, log);
  console.log(`Listening on ${config.publicUrl}`);
}

function readConfig(): Config {
  try {
    return parseConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(['Sotto cannot start with these settings:', ...error.faults].join('\n  '));
    process.exit(1);
  }
}

async function readSite(config: Config): Promise<Site> {
  const site = await openSite(WEB_FOLDER, config);
  if (site === undefined) throw new StartError('The pages have not been built yet. Run: npm run build');
  return site;
}

async function bind(deps: Deps, site: Site): Promise<Listening> {
  const { host, port } = deps.config;
  try {
    return await listen(createApp(deps, { site, log }), deps.config, log);
  } catch (error) {
    throw bindFault(error, `${host}:${port}`) ?? error;
  }
}

function bindFault(error: unknown, address: string): StartError | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return new StartError(`${address} is in use already. Choose another port: SOTTO_PORT=3001`);
  if (code === 'EACCES')
    return new StartError(`This user may not listen on ${address}. Choose a port above 1023: SOTTO_PORT=3000`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new StartError(`This machine has no address ${address}: see SOTTO_HOST.`);
  return undefined;
}

function stopOnSignal(stop: () => Promise<void>): void {
  let stoppingSince: number | undefined;
  const onSignal = () => {
    // A terminal and npm both pass on the same Ctrl+C; a second one is a person's.
    if (stoppingSince !== undefined && performance.now() - stoppingSince > SAME_SIGNAL_MS) process.exit(1);
    if (stoppingSince !== undefined) return;
    stoppingSince = performance.now();
    setTimeout(() => process.exit(1), STOP_MS).unref();
    stop().then(() => process.exit(0), fail);
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

function warnOfInsecureHttp({ publicUrl, allowInsecureHttp }: Config, { warn }: Log): void {
  const { protocol, hostname } = new URL(publicUrl);
  if (protocol === 'https:' || /^(localhost|127\..*|\[::1\])$|\.localhost$/.test(hostname)) return;
  const consequence = allowInsecureHttp
    ? 'whoever is on the way can read everything'
    : 'browsers will not encrypt there, so the pages refuse to work';
  warn('SOTTO_PUBLIC_URL is plain http beyond localhost', { consequence });
}

function fail(error: unknown): never {
  if (error instanceof StartError) console.error(error.message);
  else log.error('stopped', { ...errorFields(error), ...(error instanceof Error && { message: error.message }) });
  process.exit(1);
}

import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { S3mini } from 's3mini';
import { freePort } from './free-port.ts';
import { installDebianPackage } from './install-debian-package.ts';
import { run, signalGroup, start, stop } from './processes.ts';
import type { Bucket } from './test-bucket.ts';

const PYTHON = '/usr/bin/python3';

/** OpenStack Swift with its S3 interface, and everything that it needs besides Python. */
const packages = `
  python3-swift swift swift-proxy swift-object swift-container swift-account memcached libevent-2.1-7 ieee-data
  libxslt1.1 libxml2 liberasurecode1 python3-eventlet python3-greenlet python3-dnspython python3-netifaces
  python3-pastedeploy python3-pastedeploy-tpl python3-paste python3-pbr python3-pyeclib python3-xattr python3-cffi
  python3-cffi-backend python3-ply python3-pycparser python3-lxml python3-requests python3-urllib3 python3-certifi
  python3-charset-normalizer python3-chardet python3-idna python3-six python3-tempita python3-netaddr
  python3-packaging python3-importlib-metadata python3-zipp python3-more-itertools python3-pkg-resources
  python3-setuptools python3-cryptography python3-openssl`
  .trim()
  .split(/\s+/);

export interface Swift extends Bucket {
  readonly stop: () => Promise<void>;
}

/**
 * A real object store on this machine. Its Debian packages are downloaded and unpacked into a temporary folder: nothing
 * but Python is installed, and no root is needed if that is there.
 * @returns undefined where these packages cannot be had, or do not run
 */
export async function startSwift(): Promise<Swift | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-swift-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  const swift = (await unpack(folder)) ? await startIn(folder) : undefined;
  if (swift === undefined) remove();
  return swift && { ...swift, stop: () => swift.stop().finally(remove) };
}

async function unpack(folder: string): Promise<boolean> {
  if (!existsSync('/usr/bin/apt-get')) return false;
  const [archives, root] = [join(folder, 'archives'), join(folder, 'root')];
  for (const made of [archives, root, join(folder, 'etc'), join(folder, 'srv/sda')])
    mkdirSync(made, { recursive: true });
  const quiet = { cwd: archives, stdio: 'ignore', limitSeconds: 300 } as const;
  const download = async () =>
    existsSync(PYTHON) && (await run(['apt-get', 'download', '-qq', ...packages], quiet)).code === 0;
  // A fresh machine has no lists of packages, and an installation gets them.
  const isThere = (await download()) || ((await installDebianPackage('python3')) && (await download()));
  if (!isThere) return false;
  for (const archive of globSync(join(archives, '*.deb'))) {
    if ((await run(['dpkg', '-x', archive, root], quiet)).code !== 0) return false;
  }
  rmSync(archives, { recursive: true });
  moveConfiguration(folder);
  return true;
}

/** Swift expects /etc/swift. */
function moveConfiguration(folder: string): void {
  for (const file of globSync(join(folder, 'root/usr/lib/python3/dist-packages/swift/**/*.py'))) {
    const text = readFileSync(file, 'utf8');
    if (text.includes('/etc/swift')) writeFileSync(file, text.replaceAll('/etc/swift', join(folder, 'etc')));
  }
}

async function startIn(folder: string): Promise<Swift | undefined> {
  const [etc, bin] = [join(folder, 'etc'), join(folder, 'root/usr/bin')];
  const env = {
    PYTHONPATH: join(folder, 'root/usr/lib/python3/dist-packages'),
    LD_LIBRARY_PATH: join(folder, 'root/usr/lib/x86_64-linux-gnu'),
    PYTHONWARNINGS: 'ignore',
    // All five import the same modules, so only the first compiles them.
    PYTHONDONTWRITEBYTECODE: '',
  };
  const servers = ['account', 'container', 'object'] as const;
  const ports = { account: await freePort(), container: await freePort(), object: await freePort() };
  const [port, cachePort] = [await freePort(), await freePort()];
  writeFileSync(join(etc, 'swift.conf'), swiftConfiguration);
  for (const name of servers) writeFileSync(join(etc, `${name}.conf`), serverConfiguration(folder, name, ports[name]));
  spawnSync(PYTHON, ['-c', ringsOf(ports)], { cwd: etc, env: { ...process.env, ...env }, stdio: 'ignore' });
  writeFileSync(join(etc, 'proxy.conf'), proxyConfiguration(folder, port, cachePort));
  const options = { env, stdio: 'ignore' } as const;
  const children = [
    start([join(bin, 'memcached'), '-u', userInfo().username, '-l', '127.0.0.1', '-p', String(cachePort)], options),
    ...[...servers, 'proxy'].map((name) =>
      start([PYTHON, join(bin, `swift-${name}-server`), join(etc, `${name}.conf`)], options),
    ),
  ];
  process.once('exit', () => children.forEach((child) => signalGroup(child, 'SIGKILL')));
  const bucket = {
    url: `http://127.0.0.1:${port}`,
    ...{ bucket: 'files', region: 'us-east-1', accessKey: 'sotto:key', secretKey: 'secretkey' },
  };
  const stopAll = async () => {
    await Promise.all(children.map((child) => stop(child, 'SIGTERM', 5)));
  };
  if (await createBucket(bucket)) return { ...bucket, stop: stopAll };
  await stopAll();
  return undefined;
}

/** Waits until the store takes it. @returns false if it did not start */
async function createBucket({ url, bucket, region, accessKey, secretKey }: Bucket): Promise<boolean> {
  const s3 = new S3mini({ accessKeyId: accessKey, secretAccessKey: secretKey, endpoint: `${url}/${bucket}`, region });
  for (let tries = 0; tries < 240; tries++) {
    if (await s3.createBucket().catch(() => false)) return true;
    await delay(500);
  }
  return false;
}

/** Python that writes the rings: each server has one device. The command for it would be started nine times. */
const ringsOf = (ports: Readonly<Record<string, number>>) => `
from swift.common.ring import RingBuilder
for name, port in ${JSON.stringify(Object.entries(ports))}:
    ring = RingBuilder(4, 1, 1)
    ring.add_dev(dict(region=1, zone=1, ip='127.0.0.1', port=port, device='sda', weight=1,
                      replication_ip='127.0.0.1', replication_port=port, meta=''))
    ring.rebalance()
    ring.get_ring().save(name + '.ring.gz')
`;

const swiftConfiguration = `
[swift-hash]
swift_hash_path_suffix = s
swift_hash_path_prefix = p
[storage-policy:0]
name = gold
default = yes
`;

const common = (folder: string, port: number) => `
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${port}
workers = 0
user = ${userInfo().username}
swift_dir = ${join(folder, 'etc')}
`;

const serverConfiguration = (folder: string, name: string, port: number) => `${common(folder, port)}
devices = ${join(folder, 'srv')}
mount_check = false
disable_fallocate = true
[pipeline:main]
pipeline = ${name}-server
[app:${name}-server]
use = egg:swift#${name}
`;

const filters = ['catch_errors', 'gatekeeper', 'slo', 'dlo'].map((name) => `[filter:${name}]\nuse = egg:swift#${name}`);

const proxyConfiguration = (folder: string, port: number, cachePort: number) => `${common(folder, port)}
[pipeline:main]
pipeline = catch_errors gatekeeper cache s3api tempauth slo dlo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
allow_account_management = true
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:${cachePort}
[filter:tempauth]
use = egg:swift#tempauth
user_sotto_key = secretkey .admin
[filter:s3api]
use = egg:swift#s3api
s3_acl = false
location = us-east-1
auth_pipeline_check = false
${filters.join('\n')}
`;

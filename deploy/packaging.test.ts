import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createClientAddress } from '#server/http/client-address.ts';
import { parseConfig } from '#server/config/parse-config.ts';

/** The files that people copy to run Sotto must agree with each other and with the program. */
const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const [dockerfile, compose, caddy, nginx, unit] = [
  read('Dockerfile'),
  read('compose.yaml'),
  read('deploy/Caddyfile'),
  read('deploy/nginx.conf'),
  read('deploy/sotto.service'),
];
const everything = [dockerfile, compose, read('deploy/compose.postgres.yaml'), caddy, nginx, unit];

const UID = '10001';
const PORT = '3000';

function only(text: string, pattern: RegExp): string {
  const found = [...text.matchAll(pattern)].map(([, value]) => value);
  expect(found, String(pattern)).toHaveLength(1);
  return found[0] ?? '';
}

/** `NAME=value NAME=value` */
const assignments = (line: string) =>
  Object.fromEntries(line.split(' ').map((pair) => pair.split('='))) as Record<string, string>;

test('all files use the same port', () => {
  const defaults = parseConfig({});
  expect(String(defaults.port)).toBe(PORT);
  expect(only(dockerfile, /^EXPOSE (\d+)$/gm)).toBe(PORT);
  expect(only(compose, /SOTTO_UPSTREAM: sotto:(\d+)/g)).toBe(PORT);
  expect(only(caddy, /SOTTO_UPSTREAM:127\.0\.0\.1:(\d+)/g)).toBe(PORT);
  expect(only(nginx, /proxy_pass http:\/\/127\.0\.0\.1:(\d+);/g)).toBe(PORT);
});

test('the image and the unit set valid settings and name the right data folder', () => {
  const image = parseConfig(assignments(only(dockerfile, /^ENV (.+)$/gm)));
  expect([image.host, image.port, image.dataDir]).toEqual(['0.0.0.0', Number(PORT), '/data']);
  const service = parseConfig(assignments(only(unit, /^Environment=(.+)$/gm)));
  expect([service.host, service.port, service.dataDir]).toEqual(['127.0.0.1', Number(PORT), '/var/lib/sotto']);
  expect(parseConfig(settingsIn('deploy/sotto.env')).dataDir, 'for `sotto admin`').toBe(service.dataDir);
  expect(only(unit, /^StateDirectory=(.+)$/gm)).toBe('sotto');
  expect(only(dockerfile, /^VOLUME (.+)$/gm)).toBe('/data');
  expect(only(dockerfile, /^WORKDIR (\/data)$/gm)).toBe('/data');
  expect(only(compose, /'data:(.+)'/g)).toBe('/data');
});

test('an unprivileged user owns the volume', () => {
  expect(only(dockerfile, /^USER (.+)$/gm)).toBe(`${UID}:${UID}`);
  expect(only(dockerfile, /useradd --uid (\d+) --gid/g)).toBe(UID);
  expect(only(dockerfile, /groupadd --gid (\d+)/g)).toBe(UID);
  expect(dockerfile).toContain(`install --directory --owner ${UID} --group ${UID} --mode 700 /data`);
});

test('the image and the unit run the same executable, and the image checks its health', () => {
  const program = '/usr/local/bin/sotto';
  expect(only(dockerfile, /^COPY --from=build \/src\/dist\/sotto (.+)$/gm)).toBe(program);
  expect(only(dockerfile, /^ENTRYPOINT (.+)$/gm)).toBe(`["${program}"]`);
  expect(only(dockerfile, /^CMD (.+)$/gm)).toBe('["serve"]');
  expect(only(dockerfile, /^HEALTHCHECK .*CMD (.+)$/gm)).toBe(`["${program}", "health"]`);
  expect(only(unit, /^ExecStart=(.+)$/gm)).toBe(`${program} serve`);
});

test('every copied or mounted file exists', () => {
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths = '']) => paths.split(' '));
  expect(copied).toContain('package-lock.json');
  const mounted = [...compose.matchAll(/- (\.\/\S+?):/g)].map(([, path = '']) => path);
  expect(mounted).toEqual(['./deploy/Caddyfile']);
  for (const path of [...copied, ...mounted]) expect(existsSync(join(root, path)), path).toBe(true);
  const ignored = read('.dockerignore').split('\n').filter(Boolean);
  expect(ignored).toEqual(['.git', 'data', 'dist', 'node_modules', 'secrets', 'test-results']);
  const scripts = (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts;
  expect(Object.keys(scripts)).toContain(only(dockerfile, /^RUN npm run (\S+)$/gm));
});

test('the proxies add the header that Sotto reads, and Sotto trusts their addresses', () => {
  expect(nginx).toContain('proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;');
  const subnet = only(compose, /subnet: ([\d./]+)/g);
  expect(only(compose, /SOTTO_TRUSTED_PROXIES: (.+)$/gm)).toBe(subnet);
  const beside = parseConfig(settingsIn('deploy/sotto.env'));
  const client = '203.0.113.7';
  expect(createClientAddress(beside.trustedProxies)('127.0.0.1', client)).toBe(client);
  expect(
    createClientAddress(parseConfig({ SOTTO_TRUSTED_PROXIES: subnet }).trustedProxies)('172.31.250.3', client),
  ).toBe(client);
});

function settingsIn(path: string): Record<string, string> {
  const lines = read(path).split('\n');
  return Object.fromEntries(lines.filter((line) => line.startsWith('SOTTO_')).map((line) => line.split('='))) as Record<
    string,
    string
  >;
}

test('every service in the compose file drops unneeded privileges and has a health check', () => {
  const services = compose
    .slice(0, compose.indexOf('\nvolumes:'))
    .split(/^ {2}(?=\w+:$)/m)
    .slice(1);
  expect(services.map((service) => service.split(':')[0])).toEqual(['sotto', 'caddy']);
  for (const service of services) {
    expect(service).toContain('read_only: true');
    expect(service).toContain('cap_drop: [ALL]');
    expect(service).toContain("security_opt: ['no-new-privileges:true']");
  }
  const listens = only(services[1] ?? '', /test: \[CMD, nc, -z, 127\.0\.0\.1, '(\d+)'\]/g);
  expect(services[1]).toContain(`'${listens}:${listens}'`);
  expect(compose).toContain('condition: service_healthy');
  expect(compose).toContain('internal: true');
});

test('image names have no registry', () => {
  const images = everything.flatMap((text) => [...text.matchAll(/(?:^FROM|image:) (\S+)/gm)].map(([, name]) => name));
  expect(images).toEqual(['node:24-bookworm-slim', 'debian:bookworm-slim', 'sotto', 'caddy:2', 'postgres:17']);
});

test('a process that may hold keys or secrets never writes a core dump', () => {
  expect(only(unit, /^LimitCORE=(.+)$/gm)).toBe('0');
  for (const text of [compose, read('deploy/compose.postgres.yaml')]) {
    const services = text
      .slice(0, text.search(/^(volumes|secrets):/m))
      .split(/^ {2}(?=\w+:$)/m)
      .slice(1);
    const withImage = services.filter((service) => service.includes('image:'));
    expect(withImage.length).toBeGreaterThan(0);
    for (const service of withImage) expect(service).toContain('ulimits: { core: 0 }');
  }
  const runs = [...read('docs/operating.md').matchAll(/^(?:docker run|systemd-run) (?:.*\\\n)*.*$/gm)].map(
    ([run]) => run,
  );
  expect(runs.length).toBeGreaterThan(0);
  for (const run of runs) expect(run).toMatch(/--ulimit core=0|--property=LimitCORE=0/);
});

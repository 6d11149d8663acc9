import { findDebianProgram, variableOf } from '#scripts/testing/find-debian-program.ts';
import { pgbouncerProgram } from '#scripts/testing/start-pgbouncer.ts';

const programs = [
  { name: 'nginx', version: '-v', packageName: 'nginx' },
  { name: 'caddy', version: 'version', packageName: 'caddy' },
  { name: 'firefox-esr', version: '--version', packageName: 'firefox-esr' },
  // Its own configuration is valid.
  { name: 'smtpd', version: '-n', packageName: 'opensmtpd' },
  { name: 'glewlwyd', version: '--version', packageName: 'glewlwyd' },
  pgbouncerProgram,
  { name: 'bwrap', version: '--version', packageName: 'bubblewrap' },
];

/** Runs before the proofs, so that installing programs is not measured. A proof that lacks its program says so. */
export default async function providePrograms(): Promise<void> {
  for (const program of programs) {
    const path = await findDebianProgram(program);
    if (path !== undefined) process.env[variableOf(program)] = path;
  }
}

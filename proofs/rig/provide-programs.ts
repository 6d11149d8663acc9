import { findDebianProgram, variableOf } from '#scripts/testing/find-debian-program.ts';

const programs = [
  { name: 'nginx', version: '-v', packageName: 'nginx' },
  { name: 'caddy', version: 'version', packageName: 'caddy' },
  { name: 'firefox-esr', version: '--version', packageName: 'firefox-esr' },
  { name: 'bwrap', version: '--version', packageName: 'bubblewrap' },
];

/** Before the proofs, so that getting them is no part of what they measure. Without one, the proof that needs it says so. */
export default async function providePrograms(): Promise<void> {
  for (const program of programs) {
    const path = await findDebianProgram(program);
    if (path !== undefined) process.env[variableOf(program)] = path;
  }
}

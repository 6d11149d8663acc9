import { findDebianProgram, variableOf } from '#scripts/testing/find-debian-program.ts';
import type { DebianProgram } from '#scripts/testing/find-debian-program.ts';

const programs = {
  firefox: { name: 'firefox-esr', version: '--version', packageName: 'firefox-esr' },
  webKitDriver: { name: 'WebKitWebDriver', version: '--help', packageName: 'webkit2gtk-driver' },
  xvfb: { name: 'Xvfb', version: '-help', packageName: 'xvfb' },
  python: {
    name: 'python3',
    version: ['-c', 'import gi; gi.require_version("Gtk", "3.0"); gi.require_version("WebKit2", "4.1")'],
    packageName: ['python3-gi', 'gir1.2-webkit2-4.1'],
  },
  pdfToText: { name: 'pdftotext', version: '-v', packageName: 'poppler-utils' },
} as const satisfies Record<string, DebianProgram>;

/** The path of a program that was found or installed before the journeys. */
export const pathOf = (name: keyof typeof programs): string | undefined => process.env[variableOf(programs[name])];

/** Runs once before the journeys, because only one process at a time can install packages. */
export default async function providePrograms(): Promise<void> {
  for (const program of Object.values(programs)) {
    const path = await findDebianProgram(program);
    if (path !== undefined) process.env[variableOf(program)] = path;
  }
}

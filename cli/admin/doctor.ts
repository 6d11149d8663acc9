import { exitCodes, Failure } from '#cli/terminal/exit-codes.ts';
import { readAddress } from '#crypto/address.ts';
import { transportTo } from '#cli/service/transport.ts';
import { operatorCommand } from './operator-command.ts';
import type { Config } from '#server/config/config.ts';
import { adminUsages } from '#cli/usage/admin.ts';
import { toLines } from './doctor/finding.ts';
import type { Check } from './doctor/finding.ts';

const HEALTHY = exitCodes.done.code;
const FOUND = exitCodes.failed.code;

/**
 * `sotto admin doctor [URL] [--mail ADDRESS]`: checks a service from outside; without a URL, the installation on this
 * machine.
 */
export const doctorCommand = operatorCommand(adminUsages.doctor, async ({ positionals: [address], values }, world) => {
  const mailbox = values.mail === undefined ? undefined : toMailbox(values.mail);
  if (address !== undefined) {
    if (mailbox !== undefined)
      throw new Failure('misused', '--mail uses the settings on this machine. Leave out the URL.');
    const url = toAddress(address);
    const { examine } = await import('./doctor/examine.ts');
    return tell(await examine(url, await transportTo(world.env, url)), world.stdout);
  }
  const { readConfig } = await import('./read-config.ts');
  const config = readConfig(world, { withPictures: true });
  if (config === undefined) return FOUND;
  const { examineHere } = await import('./doctor/examine-here.ts');
  const checks = [...(await examineHere(config, world)), ...(await checkSignIn(config))];
  if (mailbox === undefined) return tell(checks, world.stdout);
  const { checkMail } = await import('./doctor/check-mail.ts');
  return tell([...checks, await checkMail(config, mailbox)], world.stdout);
});

async function checkSignIn(config: Config): Promise<Check[]> {
  if (config.signIn === undefined) return [];
  const { checkProvider } = await import('./doctor/check-provider.ts');
  return checkProvider(config, config.signIn);
}

/** @throws Failure */
function toMailbox(text: string): string {
  const read = readAddress(text);
  if (read !== undefined) return read.address;
  throw new Failure('misused', `"${text}" is not an email address that Sotto can send to, such as you@example.org.`);
}

/** @throws Failure */
function toAddress(text: string): string {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text))
    throw new Failure('misused', 'URL must begin with https:// or http://. See sotto admin doctor --help.');
  const { origin, pathname } = new URL(text);
  return `${origin}${withOneSlash(pathname)}`;
}

/** Counts from the end, because a pattern for slashes at the end would start again at every slash. */
function withOneSlash(pathname: string): string {
  let end = pathname.length;
  while (pathname[end - 1] === '/') end--;
  return `${pathname.slice(0, end)}/`;
}

function tell(checks: readonly Check[], out: NodeJS.WritableStream): number {
  for (const line of checks.flatMap(toLines)) out.write(`${line}\n`);
  const wrong = checks.flatMap(({ findings }) => findings).filter(({ isNote = false }) => !isNote).length;
  out.write(wrong === 0 ? 'No problems found.\n' : `${wrong} ${wrong === 1 ? 'problem' : 'problems'} found.\n`);
  return wrong === 0 ? HEALTHY : FOUND;
}

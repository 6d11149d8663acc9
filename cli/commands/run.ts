import { clientCommand } from './client-command.ts';
import type { Call } from './client-command.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { findProgram } from './find-program.ts';
import { takeLink } from '#cli/opening/link-argument.ts';
import { openLink } from '#cli/opening/opening.ts';
import { printableLine } from '#cli/terminal/printable.ts';
import { hasReplacedBytes } from '#cli/terminal/replaced-bytes.ts';
import { runUsage } from '#cli/usage/run.ts';
import { chooseMasking, expectOneChoice } from './choose-masking.ts';
import { readOnly, readVariables } from './run-variables.ts';
import { startCommand } from './start-command.ts';
import type { Variables } from './start-command.ts';

/** The codes of shells. */
const NOT_FOUND = 127;
const NOT_RUNNABLE = 126;

export const runCommand = clientCommand(runUsage, async (call) => {
  const [command, ...args] = call.rest ?? [];
  if (command === undefined || command === '') throw new Failure('misused', 'COMMAND is missing: sotto run -- COMMAND');
  // These checks come before a view is used up.
  const only = readOnly(call.values.only);
  expectOneChoice(call.values);
  expectUtf8([command, ...args]);
  const found = findProgram(command, call.world.env);
  if (found.is !== 'found') {
    const why = found.is === 'missing' ? 'there is no such program' : `cannot be run: ${found.why}`;
    call.say(`sotto: ${printableLine(command)}: ${printableLine(why)}. Nothing was opened.`);
    return found.is === 'missing' ? NOT_FOUND : NOT_RUNNABLE;
  }
  const opening = await openLink(call, await takeLink(call, call.positionals[0], 'used'));
  const variables = readVariables(opening.opened.payload, only);
  call.say(`sotto: Set for ${printableLine(command)}: ${Object.keys(variables).join(', ')}`);
  sayChanged(call, variables);
  const masks = chooseMasking(call, variables);
  const running = startCommand(call, { command: [command, ...args], variables, masks });
  // The server erases the secret only after a process has its values.
  await running.started;
  await opening.acknowledge();
  return running.ended;
});

/** @throws Failure */
function expectUtf8(command: readonly string[]): void {
  if (command.some(hasReplacedBytes))
    throw new Failure(
      'misused',
      'The command or one of its arguments is not UTF-8 and would reach the program changed. Nothing was opened.',
    );
}

function sayChanged({ world, say }: Call, variables: Variables): void {
  const changed = Object.entries(world.env).filter(
    ([name, value = '']) => !Object.hasOwn(variables, name) && hasReplacedBytes(`${name}${value}`),
  );
  if (changed.length === 0) return;
  const names = changed.map(([name]) => printableLine(name)).join(', ');
  say(`sotto: These variables of this environment are not UTF-8 and reach the command changed: ${names}`);
}

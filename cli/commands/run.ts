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
import { listed } from '#cli/terminal/wording.ts';
import { inWords } from '#cli/language/words.ts';
import { program } from '#cli/words/program.ts';
import { variables as variableWords } from '#cli/words/variables.ts';

const words = variableWords.run;

/** The codes of shells. */
const NOT_FOUND = 127;
const NOT_RUNNABLE = 126;

export const runCommand = clientCommand(runUsage, async (call) => {
  const [command, ...args] = call.rest ?? [];
  if (command === undefined || command === '') throw new Failure('misused', program.commandMissing);
  // These checks come before a view is used up.
  const only = readOnly(call.values.only);
  expectOneChoice(call.values);
  expectUtf8([command, ...args]);
  const found = findProgram(command, call.world.env);
  if (found.is !== 'found') {
    const shown = printableLine(command);
    const sentence =
      found.is === 'missing'
        ? inWords(words.missing, { command: shown })
        : inWords(words.cannotRun, { command: shown, why: printableLine(found.why) });
    call.say(`sotto: ${sentence}`);
    return found.is === 'missing' ? NOT_FOUND : NOT_RUNNABLE;
  }
  const opening = await openLink(call, await takeLink(call, call.positionals[0], 'used'));
  const variables = readVariables(opening.opened.payload, only);
  const names = listed(Object.keys(variables));
  call.say(`sotto: ${inWords(words.set, { command: printableLine(command), names })}`);
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
  if (command.some(hasReplacedBytes)) throw new Failure('misused', words.notUtf8);
}

function sayChanged({ world, say }: Call, variables: Variables): void {
  const changed = Object.entries(world.env).filter(
    ([name, value = '']) => !Object.hasOwn(variables, name) && hasReplacedBytes(`${name}${value}`),
  );
  if (changed.length === 0) return;
  const names = listed(changed.map(([name]) => printableLine(name)));
  say(`sotto: ${inWords(words.changed, { names })}`);
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { listed } from './wording.ts';
import { inWords } from '#cli/language/words.ts';
import { output } from '#cli/words/output.ts';
import type { World } from '#cli/world.ts';

const words = output.clipboard;

const LONGEST_WAIT_MS = 5000;

type Program = readonly [file: string, ...args: string[]];

interface Copying {
  readonly world: Pick<World, 'stderr' | 'env'>;
  readonly say: (line: string) => void;
}

/** Puts the link on the clipboard, and says whether that worked. A failure does not fail the command. */
export async function copyLink({ world, say }: Copying, link: string): Promise<void> {
  const obstacle = await copyWithPrograms(clipboardPrograms(world.env), link, world.env);
  if (obstacle === undefined) {
    say(words.copied);
  } else if (canAskTerminal(world)) {
    // OSC 52. No terminal confirms it, so this is never called copied.
    world.stderr.write(`\u001b]52;c;${Buffer.from(link).toString('base64')}\u0007`);
    say(inWords(words.asked, obstacle));
  } else {
    say(`sotto: ${inWords(words.notCopied, obstacle)}`);
  }
}

/** The programs of this session's clipboard, which read it from standard input. */
export function clipboardPrograms(env: World['env'], platform: NodeJS.Platform = process.platform): Program[] {
  // Over SSH, only X forwarding leads to the person's own screen.
  const isRemote = Boolean(env['SSH_CONNECTION']);
  const programs: readonly (readonly [isHere: boolean, ...Program])[] = [
    [platform === 'darwin' && !isRemote, 'pbcopy'],
    [platform === 'win32' && !isRemote, 'clip.exe'],
    [Boolean(env['WAYLAND_DISPLAY']) && !isRemote, 'wl-copy'],
    [Boolean(env['DISPLAY']), 'xclip', '-selection', 'clipboard'],
    [Boolean(env['DISPLAY']), 'xsel', '--clipboard', '--input'],
    [Boolean(env['WSL_DISTRO_NAME']), 'clip.exe'],
  ];
  return programs.filter(([isHere]) => isHere).map(([, ...program]) => program);
}

interface Obstacle {
  readonly why: 'nowhere' | 'missing' | 'failed' | 'silent' | 'unstarted';
  /** Their names. */
  readonly programs: string;
}

/** @returns why it was not copied, or undefined if it was */
async function copyWithPrograms(
  programs: readonly Program[],
  text: string,
  env: World['env'],
): Promise<Obstacle | undefined> {
  let obstacle: Obstacle | undefined;
  for (const program of programs) {
    const problem = await run(program, text, env);
    if (problem === undefined) return undefined;
    if (problem !== 'missing') obstacle ??= { why: problem, programs: program[0] };
  }
  return (
    obstacle ?? { why: programs.length === 0 ? 'nowhere' : 'missing', programs: listed(programs.map(([file]) => file)) }
  );
}

/** Other users can see arguments, so the text goes to standard input. */
async function run([file, ...args]: Program, text: string, env: World['env']): Promise<Obstacle['why'] | undefined> {
  // The programs of X and Wayland stay in the background to hand out the text, also after this terminal is closed.
  const child = spawn(file, args, { env, stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  child.stdin.on('error', () => undefined).end(text);
  try {
    // Not `close`: the background process may keep the streams open.
    const [code] = (await once(child, 'exit', { signal: AbortSignal.timeout(LONGEST_WAIT_MS) })) as [number | null];
    return code === 0 ? undefined : 'failed';
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if ('code' in error && error.code === 'ENOENT') return 'missing';
    child.kill();
    return error.name === 'AbortError' ? 'silent' : 'unstarted';
  }
}

const canAskTerminal = ({ stderr, env }: Copying['world']): boolean =>
  stderr.isTTY && !['dumb', 'linux'].includes(env['TERM'] ?? 'dumb');

import { styleText } from 'node:util';
import { foreignEncoding } from '#cli/language/choose-language.ts';
import { errorLine } from './exit-codes.ts';
import { writeTo } from './output.ts';
import { numberInWords } from './wording.ts';
import { inWords } from '#cli/language/words.ts';
import { output } from '#cli/words/output.ts';
import type { World } from '#cli/world.ts';

const BORDER = 2;

const words = output.qrCode;

/** Draws on stderr, black on white in any colour scheme, so that a camera recognises it. Explains if it cannot draw. */
export async function sayQrCode({ stderr, env }: Pick<World, 'stderr' | 'env'>, link: string): Promise<void> {
  const { encode, renderUnicodeCompact } = await import('uqr');
  const width = encode(link, { border: BORDER }).size;
  const obstacle = stderr.isTTY ? obstacleIn(width, stderr.columns, env) : undefined;
  if (obstacle !== undefined) {
    await writeTo(stderr, errorLine(obstacle));
    return;
  }
  const code = renderUnicodeCompact(link, { border: BORDER, invert: true });
  const hasColours = stderr.isTTY && env['TERM'] !== 'dumb';
  const lines = hasColours ? code.split('\n').map(blackOnWhite) : [code];
  await writeTo(stderr, `${lines.join('\n')}\n`);
}

const blackOnWhite = (line: string): string => styleText(['black', 'bgWhiteBright'], line, { validateStream: false });

/** @param columns 0 or undefined if unknown */
function obstacleIn(width: number, columns: number | undefined, env: World['env']): string | undefined {
  if (columns !== undefined && columns > 0 && columns < width)
    return inWords(words.tooNarrow, { needed: numberInWords(width), columns: numberInWords(columns) });
  const locale = foreignEncoding(env);
  return locale && inWords(words.notUtf8, { locale });
}

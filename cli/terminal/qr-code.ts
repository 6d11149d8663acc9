import { styleText } from 'node:util';
import { writeTo } from './output.ts';
import type { World } from '#cli/world.ts';

const BORDER = 2;

/** Draws on stderr, black on white whatever the terminal's colours are, so that a camera finds it. Says so where it cannot. */
export async function sayQrCode({ stderr, env }: Pick<World, 'stderr' | 'env'>, link: string): Promise<void> {
  const { encode, renderUnicodeCompact } = await import('uqr');
  const width = encode(link, { border: BORDER }).size;
  const obstacle = stderr.isTTY ? obstacleIn(width, stderr.columns, env) : undefined;
  if (obstacle !== undefined) {
    await writeTo(stderr, `sotto: The QR code is not drawn: ${obstacle}\n`);
    return;
  }
  const code = renderUnicodeCompact(link, { border: BORDER, invert: true });
  const hasColours = stderr.isTTY && env['TERM'] !== 'dumb';
  const lines = hasColours ? code.split('\n').map(blackOnWhite) : [code];
  await writeTo(stderr, `${lines.join('\n')}\n`);
}

const blackOnWhite = (line: string): string => styleText(['black', 'bgWhiteBright'], line, { validateStream: false });

/** @param columns 0 or undefined where the terminal does not say */
function obstacleIn(width: number, columns: number | undefined, env: World['env']): string | undefined {
  if (columns !== undefined && columns > 0 && columns < width)
    return `it is ${width} columns wide, and this terminal has ${columns}. Widen it and run the command again, or use the link.`;
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  if (locale !== '' && !/utf-?8/i.test(locale))
    return `it takes UTF-8, and the locale of this terminal is ${locale}. Set LC_ALL to a UTF-8 locale, or use the link.`;
  return undefined;
}

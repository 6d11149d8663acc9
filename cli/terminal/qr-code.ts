import { styleText } from 'node:util';
import { writeTo } from './output.ts';
import type { World } from '#cli/world.ts';

const BORDER = 2;

/** Draws on stderr, black on white in any colour scheme, so that a camera recognises it. Explains if it cannot draw. */
export async function sayQrCode({ stderr, env }: Pick<World, 'stderr' | 'env'>, link: string): Promise<void> {
  const { encode, renderUnicodeCompact } = await import('uqr');
  const width = encode(link, { border: BORDER }).size;
  const obstacle = stderr.isTTY ? obstacleIn(width, stderr.columns, env) : undefined;
  if (obstacle !== undefined) {
    await writeTo(stderr, `sotto: Cannot draw the QR code: ${obstacle}\n`);
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
    return `it needs ${width} columns, and this terminal has ${columns}. Widen it and run the command again, or use the link.`;
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  if (locale !== '' && !/utf-?8/i.test(locale))
    return `it needs UTF-8, and the locale of this terminal is ${locale}. Set LC_ALL to a UTF-8 locale, or use the link.`;
  return undefined;
}

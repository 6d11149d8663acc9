export interface SecretLine {
  readonly name: string;
  readonly value: string;
}

const LINE = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)=(.*)$/;
const MAX_LINES = 200;

/** @returns the lines of a text in which every line that is not empty is KEY=value; undefined for any other text. */
export function secretLines(text: string): readonly SecretLine[] | undefined {
  if (text.length > 65_536) return undefined;
  const lines: SecretLine[] = [];
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (line.trim() === '') continue;
    const [, name, value] = LINE.exec(line) ?? [];
    if (name === undefined || value === undefined || lines.length === MAX_LINES) return undefined;
    lines.push({ name, value });
  }
  return lines.length === 0 ? undefined : lines;
}

declare module 'subset-font' {
  /** @param text the characters that the result has. @returns the font file */
  export default function subsetFont(font: Buffer, text: string, options: { targetFormat: 'woff2' }): Promise<Buffer>;
}

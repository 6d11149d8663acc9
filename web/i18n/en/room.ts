/** Content that does not fit, in bytes after sealing. */
export interface Room {
  readonly maxBytes: number;
  /** Undefined if only the server knows. */
  readonly bytes?: number;
}

const count = (bytes: number) => bytes.toLocaleString('en');

/** Two sentences: how much there is and how much fits, then how bytes are counted. */
export const inBytes = ({ bytes, maxBytes }: Room): string =>
  `${bytes === undefined ? `At most ${count(maxBytes)} bytes fit.` : `It takes ${count(bytes)} bytes, but only ${count(maxBytes)} fit.`} A line break, a quote or a backslash counts as two, and so do many letters beyond a–z.`;

/** The page counted this as fitting, but the server or a proxy refused its size. */
export const takesLess =
  'The server, or a proxy in front of it, does not accept this much at once. Your text is still here: shorten it or send less, and tell the person who runs this service.';

export const namesTooLong = ({ bytes, maxBytes }: Required<Room>): string =>
  `The names of these files are too long to send together. With types and sizes they take ${count(bytes)} bytes, but only ${count(maxBytes)} fit. Pack the files into one archive, or choose fewer.`;

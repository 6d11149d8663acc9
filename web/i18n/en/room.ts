/** Content that does not fit, in bytes as sealed. */
export interface Room {
  readonly maxBytes: number;
  /** Undefined where only the server knows. */
  readonly bytes?: number;
}

const count = (bytes: number) => bytes.toLocaleString('en');

/** Two sentences: how much there is and how much fits, and how it is counted. */
export const inBytes = ({ bytes, maxBytes }: Room): string =>
  `${bytes === undefined ? '' : `It takes ${count(bytes)} bytes, and `}${count(maxBytes)} bytes fit. A line break, a quote or a backslash counts as two, and so do many letters beyond a–z.`;

/** A size that the page counted as fitting was refused on the way. */
export const takesLess =
  'The server, or a proxy in front of it, takes less than this at once. What you wrote is still here: shorten it or send less, and tell the person who runs this service.';

export const namesTooLong = ({ bytes, maxBytes }: Required<Room>): string =>
  `The names of these files are too long to send together. With types and sizes they take ${count(bytes)} bytes, and ${count(maxBytes)} bytes fit. Pack the files into one archive, or choose fewer.`;

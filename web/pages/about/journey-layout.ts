export type Point = readonly [x: number, y: number];

/** Where things stand in a drawing, in its own units. */
export interface JourneyLayout {
  readonly size: readonly [width: number, height: number];
  /** Middles of the sender's station, the server's, the recipient's. */
  readonly stations: readonly [Point, Point, Point];
  /** What the server sees: two lines, an arrow's head at the end of each, and what is said beside them. */
  readonly sealed: string;
  readonly sealedLabels: readonly [Point, Point];
  /** What it does not: from the first station to the last, past the second. */
  readonly link: string;
  readonly linkLabel: Point;
}

export const wide: JourneyLayout = {
  size: [680, 270],
  stations: [
    [90, 84],
    [340, 84],
    [590, 84],
  ],
  sealed: 'M184 84h58m-7-5 7 5-7 5M434 84h58m-7-5 7 5-7 5',
  sealedLabels: [
    [213, 72],
    [463, 72],
  ],
  link: 'M90 168v40q0 44 44 44h412q44 0 44-44v-36m-6 8 6-8 6 8',
  linkLabel: [340, 257],
};

export const narrow: JourneyLayout = {
  size: [320, 560],
  stations: [
    [100, 84],
    [100, 284],
    [100, 484],
  ],
  sealed: 'M100 166v34m-5-7 5 7 5-7M100 366v34m-5-7 5 7 5-7',
  sealedLabels: [
    [134, 188],
    [134, 388],
  ],
  link: 'M194 84h22q40 0 40 40v320q0 40-40 40h-20m8-6-8 6 8 6',
  linkLabel: [256, 280],
};

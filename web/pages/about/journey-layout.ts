export type Point = readonly [x: number, y: number];

/** Positions in a drawing, in its own units. */
export interface JourneyLayout {
  readonly size: readonly [width: number, height: number];
  /** Centres of the sender, the server and the recipient. */
  readonly stations: readonly [Point, Point, Point];
  /** The path that the server sees: two arrows, and the labels next to them. */
  readonly sealed: string;
  readonly sealedLabels: readonly [Point, Point];
  /** The path that the server does not see: from the sender past the server to the recipient. */
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
    [142, 188],
    [142, 388],
  ],
  link: 'M194 84h22q40 0 40 40v320q0 40-40 40h-20m8-6-8 6 8 6',
  linkLabel: [261, 280],
};

export interface Clock {
  /** Integer Unix seconds. */
  now(): number;
}

/** How long the host has been running. Setting the clock does not change it. */
export interface Uptime {
  /** Differs between hosts, and between two starts of one host. */
  readonly bootId: string;
  /** Includes the time that the host was suspended. */
  seconds(): number;
}

/** Plain values that cross into the page as JSON. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [name: string]: Plain };

/** The commands that these journeys need from a browser's remote protocol. WebDriver classic and BiDi both can. */
export interface Driver {
  readonly goto: (url: string) => Promise<void>;
  readonly reload: () => Promise<void>;
  /** Calls a function, given as source, in the page. @returns its result, as JSON carries it */
  readonly call: (source: string, values: readonly Plain[]) => Promise<unknown>;
  /** Performs input as a person would: sources of actions as in https://www.w3.org/TR/webdriver2/#actions */
  readonly perform: (sources: readonly object[]) => Promise<void>;
  /** Chooses files for the first element of a CSS selector. */
  readonly attach: (selector: string, paths: readonly string[]) => Promise<void>;
  /** Prints the page. @returns the path of a PDF file */
  readonly print: () => Promise<string>;
  /** PNG. */
  readonly screenshot: () => Promise<Buffer>;
  /** The paths of all finished downloads so far. */
  readonly downloads: readonly string[];
  /** Everything that pages wrote to the console so far, and their uncaught errors. */
  readonly remarks: readonly string[];
  /** Quits normally, as people close a browser. */
  readonly quit: () => Promise<void>;
}

export interface Engine {
  /** Starts the browser. @param home its profile and its downloads; a second start continues with the same */
  readonly start: (home: string) => Promise<Driver>;
}

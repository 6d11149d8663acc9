import type { Creators } from './policy-settings.ts';
import type { LogLevel } from './setting.ts';

/** What the process is told from outside, read once. Its schema is in settings.ts. */
export interface Config {
  /** Ends in `/`. Where people reach the service; nothing is ever taken from the Host header. */
  readonly publicUrl: string;
  /** The path of `publicUrl`: begins and ends in `/`. */
  readonly basePath: string;
  readonly host: string;
  readonly port: number;
  /** Absent: no metrics. */
  readonly metrics?: { readonly host: string; readonly port: number };
  readonly dataDir: string;
  /** PostgreSQL; absent: SQLite in `dataDir`. */
  readonly databaseUrl?: string;
  /** Addresses and CIDR blocks. */
  readonly trustedProxies: readonly string[];
  readonly allowInsecureHttp: boolean;
  /** A sign-in in front of the service wants credentials of the page's calls. */
  readonly behindSignIn: boolean;
  readonly acceptLostKeys: boolean;
  readonly logLevel: LogLevel;
  readonly limits: Limits;
  readonly policy: Policy;
  readonly brand: Brand;
  readonly storage: {
    /** Of everything stored for shares that have not ended; 0: no limit. */
    readonly quotaBytes: number;
    /** Of what one client stores in a day; 0: no limit. */
    readonly clientQuotaBytes: number;
    /** What stays free on the disk. */
    readonly minFreeBytes: number;
  };
  /** For each client address; 0: no limit. */
  readonly uploadBytesPerMinute: number;
  /** For each client address; 0: no limit. */
  readonly requestsPerMinute: Readonly<Record<Exclude<LimitClass, 'upload'>, number>>;
}

export interface Limits {
  readonly minTtlSeconds: number;
  readonly maxTtlSeconds: number;
  readonly defaultTtlSeconds: number;
  readonly maxViews: number;
  readonly maxSealedBytes: number;
  /** Of all files of a share together, before encryption; 0: no files. */
  readonly maxFilesBytes: number;
}

export interface Policy {
  /** Ascending; empty: whatever lies between the limits. */
  readonly offeredTtlSeconds: readonly number[];
  readonly unlimitedViews: boolean;
  readonly requirePassword: boolean;
  /** Whether people may ask for secrets. */
  readonly requests: boolean;
  readonly create: Creators;
  /** Whether abuse can be reported here: there is somebody to read it. */
  readonly reports: boolean;
}

export interface Brand {
  readonly name: string;
  /** Paths of files. */
  readonly logo?: string;
  readonly favicon?: string;
  /** `#rrggbb`, of each scheme. */
  readonly sealLight?: string;
  readonly sealDark?: string;
  readonly footerLinks: readonly FooterLink[];
  /** `mailto:` or https. */
  readonly supportContact?: string;
  readonly abuseContact?: string;
}

export interface FooterLink {
  readonly label: string;
  readonly url: string;
}

export type RateClass = 'create' | 'open' | 'upload' | 'other';

/** `page`: requests that are not to the API, and requests that no route matches. */
export type LimitClass = RateClass | 'page';

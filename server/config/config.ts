import type { MemberRule } from './member-rules.ts';
import type { Creators, Openers } from './policy-settings.ts';
import type { LogLevel } from './setting.ts';

/** Notices to senders and to the operator, and the audit stream. */
export interface Notices {
  /** Absent: senders get no notices. */
  readonly webhooks?: {
    readonly who: 'anyone' | 'token' | 'members';
    /** Public addresses and CIDR blocks that nothing is posted to. */
    readonly deny: readonly string[];
  };
  /** For all events. */
  readonly operatorWebhook?: { readonly url: string; readonly secret: string };
  /** `stdout`, or the path of a file. Absent: no audit. */
  readonly audit?: string;
}

/** The configuration of the process, read once. Its schema is in settings.ts. */
export interface Config extends Notices {
  /** The address of the service for people; ends in `/`. The Host header is never used instead. */
  readonly publicUrl: string;
  /** The path of `publicUrl`: begins and ends in `/`. */
  readonly basePath: string;
  readonly host: string;
  readonly port: number;
  /** A Unix socket, instead of host and port. */
  readonly socketPath?: string;
  /** Absent: no metrics. */
  readonly metrics?: { readonly host: string; readonly port: number };
  readonly dataDir: string;
  /** PostgreSQL; absent: SQLite in `dataDir`. */
  readonly databaseUrl?: string;
  /** The largest number of connections of this process to PostgreSQL. */
  readonly postgresPool: number;
  /** PostgreSQL: the folder of the erasure keys; absent: they are in a table. */
  readonly keysDir?: string;
  /** Absent: the file bodies are in `dataDir`. */
  readonly s3?: S3Config;
  /** Absent: in `dataDir` with SQLite; with PostgreSQL, none. */
  readonly serverKeyFile?: string;
  /** Addresses and CIDR blocks. */
  readonly trustedProxies: readonly string[];
  readonly allowInsecureHttp: boolean;
  /** Whether a sign-in in front of the service needs credentials from the page's calls. */
  readonly behindSignIn: boolean;
  readonly acceptLostKeys: boolean;
  readonly logLevel: LogLevel;
  readonly limits: Limits;
  readonly policy: Policy;
  /** Absent: nobody can sign in. */
  readonly signIn?: SignInConfig;
  /** Absent: the service sends no mail, and nobody can be named. */
  readonly mail?: MailConfig;
  readonly languages: Languages;
  readonly brand: Brand;
  readonly storage: {
    /** The total stored for shares that have not ended; 0: no limit. */
    readonly quotaBytes: number;
    /** The bytes that one client may store per day; 0: no limit. */
    readonly clientQuotaBytes: number;
    /** Bytes to keep free on the disk. */
    readonly minFreeBytes: number;
  };
  /** For each client address; 0: no limit. */
  readonly uploadBytesPerMinute: number;
  /** For each client address; 0: no limit. */
  readonly requestsPerMinute: Readonly<Record<Exclude<LimitClass, 'upload'>, number>>;
}

/** The operator's bucket. */
export interface S3Config {
  /** `https://host:port`, without a path. */
  readonly url: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
  /** Only with a temporary access key. */
  readonly sessionToken?: string;
  /** The beginning of every key, without a slash at either end. */
  readonly prefix: string;
  /** Whether the bucket is in the path of an address, or in its host name. */
  readonly pathStyle: boolean;
}

/** The organisation's OpenID Connect provider, and who is a member. */
export interface SignInConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret?: string;
  /** The organisation's, on pages. */
  readonly name: string;
  readonly scopes: readonly string[];
  /** An RFC 6901 pointer into the claims. Absent: members have no groups. */
  readonly groupsClaim?: string;
  /** Those that senders can choose. */
  readonly groups: readonly string[];
  /** Any of them makes a member. Absent: everybody who can sign in. */
  readonly members?: readonly MemberRule[];
  /** Any of them makes a member a creator. Absent: every member is one. */
  readonly creators?: readonly MemberRule[];
}

export interface MailConfig {
  /** `smtp:` or `smtps:`, with user and password if the relay wants them. */
  readonly smtpUrl: string;
  readonly from: string;
  /** Whether a connection beyond this machine must be encrypted. */
  readonly tls: boolean;
  /** Who may limit a share to named people. */
  readonly who: 'off' | 'members' | 'token' | 'anyone';
  /** The only domains that may be named; empty: any. */
  readonly domains: readonly string[];
  /** Code mails of the whole service. 0: no limit. */
  readonly perDay: number;
}

export interface Limits {
  readonly minTtlSeconds: number;
  readonly maxTtlSeconds: number;
  readonly defaultTtlSeconds: number;
  readonly maxViews: number;
  readonly maxSealedBytes: number;
  /** The total of a share's files before encryption; 0: no files. */
  readonly maxFilesBytes: number;
}

export interface Policy {
  /** In ascending order; empty: any between the limits. */
  readonly offeredTtlSeconds: readonly number[];
  readonly unlimitedViews: boolean;
  readonly requirePassword: boolean;
  /** Whether people may create requests. */
  readonly requests: boolean;
  readonly create: Creators;
  /** Whom senders may let open; the first is preselected. Absent: everything that the service can do. */
  readonly who?: readonly Openers[];
  /** Who may limit a share to named people; absent: nobody. */
  readonly people?: 'anyone' | 'token' | 'members';
  /** The only domains of addresses that can be named; absent: any. */
  readonly peopleDomains?: readonly string[];
  /** Whether people can report abuse: only if the operator names a contact. */
  readonly reports: boolean;
}

/** Tags as BCP 47 writes them. They may name languages that this version lacks. */
export interface Languages {
  /** For a browser that asks for none of the offered ones. */
  readonly default: string;
  /** Empty: all that this version has. */
  readonly offered: readonly string[];
}

export interface Brand {
  readonly name: string;
  /** Paths of files. */
  readonly logo?: string;
  readonly favicon?: string;
  /** `#rrggbb`. */
  readonly sealLight?: string;
  readonly sealDark?: string;
  /** Whether `/brand` exists. */
  readonly hasPage: boolean;
  readonly footerLinks: readonly FooterLink[];
  /** `mailto:` or https. */
  readonly supportContact?: string;
  readonly abuseContact?: string;
}

export interface FooterLink {
  readonly label: string;
  /** Keyed by the tag of a language. */
  readonly labels: Readonly<Record<string, string>>;
  readonly url: string;
}

/** `mail`: a request for a mail with a code. */
export type RateClass = 'create' | 'open' | 'upload' | 'mail' | 'other';

/** `page` counts requests outside the API and requests that match no route. */
export type LimitClass = RateClass | 'page';

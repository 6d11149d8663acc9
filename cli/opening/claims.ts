import { randomUUID } from 'node:crypto';
import { chmod, readdir, rm, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { codeOf } from '#server/error-code.ts';
import { makeFolder } from '#server/platform/make-folder.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import {
  fileName,
  forgetClaim,
  isClaimHeld,
  readOpening,
  shareMark,
  touchOpening,
  writeOpening,
} from './opening-file.ts';
import type { OpeningFile } from './opening-file.ts';
import { pathBelow } from '#cli/files/path-below.ts';
import { thisProcess } from './running-process.ts';
import { tidyOpenings } from './tidy-openings.ts';
import { inWords } from '#cli/language/words.ts';
import { opening as words } from '#cli/words/opening.ts';
import type { World } from '#cli/world.ts';

/**
 * This machine's record of its openings of one share. The claim is saved to a file before it is sent. If a run is cut
 * off by a full disk, a lost terminal or a kill, a later run with the claim and the link gets the same bytes without
 * spending another view.
 */
export interface Claims {
  /** Claims of openings whose process has ended, newest first. */
  find(): Promise<readonly string[]>;
  /** Checks, before anything is sent, that a claim can be saved. @throws Failure that asks for a folder */
  expectPlace(): Promise<void>;
  /** Removes expired records of other openings. */
  tidy(): Promise<void>;
  /** Saves the claim. @throws Failure if it cannot be saved; nothing has been sent by then */
  keep(claim: string): Promise<void>;
  /** Whether a later run will find the claim. */
  isKept(): boolean;
  /** Records that the server has delivered the secret. */
  noteOpened(openedAt: number): Promise<void>;
  /** Records that the lease was renewed. */
  extend(): Promise<void>;
  /** Removes a claim that spent no view. */
  drop(): Promise<void>;
  /** After everything has arrived, keeps only the time. */
  finish(): Promise<void>;
  /** If the server will not deliver it again, keeps only the time. */
  giveUp(claim: string): Promise<void>;
  past(): Promise<Past>;
}

/** When this machine opened the share, in Unix seconds. */
export interface Past {
  /** By the server's clock, ascending. */
  readonly openedAt: readonly number[];
  /** Interrupted before it was known whether a view was spent. By this machine's clock. */
  readonly begunAt: readonly number[];
}

/** @param output the folder for files, which can store the claim if there is no state folder */
export function claimsOf({ env }: Pick<World, 'env'>, id: string, output?: string): Claims {
  const state = stateFolder(env, 'openings');
  const places: Place[] = [
    ...(state === undefined ? [] : [{ folder: state, prefix: '', isState: true }]),
    ...(output === undefined ? [] : [{ folder: output, prefix: OUTPUT_PREFIX, isState: false }]),
  ];
  return new KeptClaims(id, places);
}

interface Place {
  readonly folder: string;
  readonly prefix: string;
  readonly isState: boolean;
}

const OUTPUT_PREFIX = '.sotto-opening-';
const CANDIDATES = 4;

class KeptClaims implements Claims {
  readonly #id: string;
  readonly #places: readonly Place[];
  readonly #state: string | undefined;
  #kept: { readonly place: Place; readonly path: string; readonly claim: string } | undefined;

  constructor(id: string, places: readonly Place[]) {
    this.#id = id;
    this.#places = places;
    this.#state = places.find(({ isState }) => isState)?.folder;
  }

  async find(): Promise<readonly string[]> {
    const found: OpeningFile[] = [];
    for (const file of await this.#files())
      if (file.note.kind === 'claim' && !(await isClaimHeld(file))) found.push(file);
    return found
      .sort((one, other) => other.changedAt - one.changedAt)
      .slice(0, CANDIDATES)
      .flatMap(({ note }) => (note.kind === 'claim' ? [note.claim] : []));
  }

  async expectPlace(): Promise<void> {
    await this.#inPlace(async ({ folder }) => {
      const probe = pathBelow(folder, `probe.new-${randomUUID().slice(0, 8)}`);
      await writeFile(probe, 'probe\n', { mode: 0o600, flush: true, flag: 'wx' }).finally(() =>
        rm(probe, { force: true }).catch(() => undefined),
      );
    });
  }

  async tidy(): Promise<void> {
    if (this.#state !== undefined) await tidyOpenings(this.#state, shareMark(this.#id)).catch(() => undefined);
  }

  async keep(claim: string): Promise<void> {
    if (this.#kept !== undefined) return;
    const by = await thisProcess();
    await this.#inPlace(async (place) => {
      const path = pathBelow(place.folder, `${place.prefix}${fileName(this.#id, claim)}`);
      const openedAt = await this.#openedAtOf(claim);
      await writeOpening(path, { kind: 'claim', claim, by, openedAt });
      this.#kept = { place, path, claim };
    });
    await this.#dropOld(claim);
  }

  isKept(): boolean {
    return this.#kept !== undefined;
  }

  async noteOpened(openedAt: number): Promise<void> {
    if (this.#kept === undefined) return;
    const { path, claim } = this.#kept;
    await writeOpening(path, { kind: 'claim', claim, by: await thisProcess(), openedAt }).catch(() => undefined);
  }

  async extend(): Promise<void> {
    if (this.#kept !== undefined) await touchOpening(this.#kept.path);
  }

  async drop(): Promise<void> {
    if (this.#kept !== undefined) await rm(this.#kept.path, { force: true }).catch(() => undefined);
    this.#kept = undefined;
  }

  async finish(): Promise<void> {
    if (this.#kept === undefined) return;
    const { place, path } = this.#kept;
    if (!place.isState) {
      await this.drop();
      return;
    }
    const file = await readOpening(path);
    if (file !== undefined) await forgetClaim(file).catch(() => undefined);
    this.#kept = undefined;
  }

  async giveUp(claim: string): Promise<void> {
    for (const file of await this.#files()) {
      if (file.note.kind !== 'claim' || file.note.claim !== claim) continue;
      const isState = this.#state !== undefined && file.path.startsWith(join(this.#state, '/'));
      const end = isState ? forgetClaim(file, join(this.#state, fileName(this.#id, claim))) : rm(file.path);
      await end.catch(() => undefined);
    }
  }

  async past(): Promise<Past> {
    const openedAt: number[] = [];
    const begunAt: number[] = [];
    for (const { note, changedAt } of await this.#files()) {
      if (note.kind === 'begun') begunAt.push(note.begunAt);
      else if (note.openedAt !== undefined) openedAt.push(note.openedAt);
      else begunAt.push(Math.floor(changedAt));
    }
    const ascending = (one: number, other: number) => one - other;
    return { openedAt: openedAt.sort(ascending), begunAt: begunAt.sort(ascending) };
  }

  async #files(): Promise<OpeningFile[]> {
    const found = await Promise.all(
      this.#places.map(async ({ folder, prefix }) => {
        const names = await readdir(folder).catch(() => []);
        const own = `${prefix}${shareMark(this.#id)}-`;
        const wanted = names.filter((name) => (name.startsWith(own) && !name.includes('.new-')) || name === this.#id);
        return Promise.all(wanted.map((name) => readOpening(pathBelow(folder, name))));
      }),
    );
    return found.flat().filter((file) => file !== undefined);
  }

  /** Versions up to 0.2 used a different file name for the same claim. */
  async #dropOld(claim: string): Promise<void> {
    if (this.#state === undefined) return;
    const old = await readOpening(join(this.#state, this.#id));
    if (old?.note.kind === 'claim' && old.note.claim === claim)
      await rm(old.path, { force: true }).catch(() => undefined);
  }

  async #openedAtOf(claim: string): Promise<number | undefined> {
    for (const { note } of await this.#files()) if (note.kind === 'claim' && note.claim === claim) return note.openedAt;
    return undefined;
  }

  /** @throws Failure if no place works */
  async #inPlace(act: (place: Place) => Promise<void>): Promise<void> {
    let fault: unknown;
    for (const place of this.#places) {
      try {
        makeFolder(place.folder);
        if (place.isState) await chmod(place.folder, 0o700);
        await act(place);
        return;
      } catch (error) {
        fault ??= error;
      }
    }
    throw noPlace(this.#state, fault);
  }
}

const reasons: Readonly<Record<string, 'full' | 'quota' | 'readOnly'>> = {
  ENOSPC: 'full',
  EDQUOT: 'quota',
  EROFS: 'readOnly',
};

function noPlace(folder: string | undefined, cause: unknown): Failure {
  const why = folder === undefined ? 'unset' : (reasons[codeOf(cause)] ?? 'other');
  return new Failure('failed', inWords(words.noPlace, { why, folder: folder ?? '' }), { cause });
}

/**
 * A folder for records of this machine. The XDG specification ignores relative paths: such a path would depend on the
 * current folder, and a claim would not be found again.
 */
export function stateFolder(env: World['env'], name: 'openings' | 'codes'): string | undefined {
  const absolute = (name: string) => (isAbsolute(env[name] ?? '') ? env[name] : undefined);
  const home = absolute('HOME') ?? absolute('USERPROFILE');
  const state = absolute('XDG_STATE_HOME') ?? absolute('LOCALAPPDATA') ?? (home && join(home, '.local/state'));
  return state ? join(state, 'sotto', name) : undefined;
}

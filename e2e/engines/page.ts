import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { vi } from 'vitest';
import { fileOf } from '#e2e/fixtures/known-files.ts';
import type { KnownFile } from '#e2e/fixtures/known-files.ts';
import type { Driver, Plain } from './driver.ts';
import { chooseOption, find, plain, pointOf, replaceText } from './find-in-page.ts';
import type { Find, PlainTarget, Target } from './find-in-page.ts';

/** https://www.w3.org/TR/webdriver2/#keyboard-actions */
export const keys = {
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Escape: '\uE00C',
  ArrowDown: '\uE015',
} as const;

const PATIENT = { timeout: 120_000, interval: 50 };

type Point = Exclude<ReturnType<typeof pointOf>, string>;

/** One person's browser with one page. Every action waits until it is possible. */
export class Page {
  #driver: Driver;
  readonly #earlierRemarks: string[] = [];
  readonly #home: string;
  readonly #restart: () => Promise<Driver>;

  constructor(driver: Driver, home: string, restart: () => Promise<Driver>) {
    this.#driver = driver;
    this.#home = home;
    this.#restart = restart;
  }

  /** @param address relative to the service's public URL */
  goto(address = ''): Promise<void> {
    return this.#driver.goto(new URL(address, this.#home).href);
  }

  async click(target: Target): Promise<void> {
    let before: Point | undefined;
    const { x, y } = await this.#patiently(async () => {
      const point = (await this.#call(pointOf, target)) as Point | string;
      if (typeof point === 'string') throw new Error(`${nameOf(target)} ${point}.`);
      const isStill = before?.x === point.x && before.y === point.y;
      before = point;
      if (!isStill) throw new Error(`${nameOf(target)} is moving.`);
      return point;
    });
    const actions = [
      { type: 'pointerMove', x, y },
      { type: 'pointerDown', button: 0 },
      { type: 'pointerUp', button: 0 },
    ];
    await this.#driver.perform([{ type: 'pointer', id: 'mouse', actions }]);
  }

  async fill(target: Target, text: string): Promise<void> {
    await this.#until(target, 'cannot be filled in', () => this.#call(replaceText, target, text));
  }

  async choose(target: Target, option: string): Promise<void> {
    await this.#until(target, `has no option "${option}"`, () => this.#call(chooseOption, target, option));
  }

  attach(paths: readonly string[]): Promise<void> {
    return this.#driver.attach('input[type=file]', paths);
  }

  /** Holds the keys down in this order, then releases them. */
  async press(...held: readonly string[]): Promise<void> {
    const down = held.map((value) => ({ type: 'keyDown', value }));
    const up = held.toReversed().map((value) => ({ type: 'keyUp', value }));
    await this.#driver.perform([{ type: 'key', id: 'keyboard', actions: [...down, ...up] }]);
  }

  async type(text: string): Promise<void> {
    for (const character of text) await this.press(character);
  }

  /** Presses Tab until the target has the focus. The focus must be visible on the way. */
  async tabTo(target: Target): Promise<void> {
    for (let presses = 0; presses < 60; presses++) {
      if (await this.hasFocus(target)) return;
      await this.press(keys.Tab);
      const isVisible = await this.evaluate(() => document.activeElement?.matches(':focus-visible') ?? false);
      if (isVisible !== true) throw new Error('The focus is not visible.');
    }
    throw new Error(`Sixty presses of Tab did not reach ${nameOf(target)}.`);
  }

  async hasFocus(target: Target): Promise<boolean> {
    return (await this.#call((search, wanted) => search(wanted) === document.activeElement, target)) === true;
  }

  async waitForFocus(target: Target): Promise<void> {
    await this.#until(target, 'does not have the focus', () => this.hasFocus(target));
  }

  /** @returns the exact text of the target, once it is there */
  async textOf(target: Target): Promise<string> {
    const text = await this.#until(target, 'has no text', () =>
      this.#call((search, wanted) => search(wanted)?.textContent ?? null, target),
    );
    return String(text);
  }

  /** The text of the code in the target: a link. */
  async codeIn(target: Target): Promise<string> {
    const text = await this.#until(target, 'has no code', () =>
      this.#call((search, wanted) => search(wanted)?.querySelector('code')?.textContent ?? null, target),
    );
    return String(text);
  }

  async valueOf(target: Target): Promise<string> {
    const value = await this.#until(target, 'has no value', () =>
      this.#call((search, wanted) => {
        const element = search(wanted);
        return element !== undefined && 'value' in element ? element.value : null;
      }, target),
    );
    return String(value);
  }

  async addressOf(target: Target): Promise<string> {
    const address = await this.#until(target, 'has no address', () =>
      this.#call((search, wanted) => search(wanted)?.getAttribute('href') ?? null, target),
    );
    return String(address);
  }

  async waitFor(target: Target): Promise<void> {
    await this.textOf(target);
  }

  /** Waits until the page shows the text. */
  async sees(text: string | RegExp): Promise<void> {
    await this.#patiently(async () => {
      const shown = await this.text();
      if (typeof text === 'string' ? !shown.includes(text) : !text.test(shown))
        throw new Error(`The page does not show ${String(text)}.`);
    });
  }

  /** The visible text of the page, with single spaces. */
  async text(): Promise<string> {
    return String(await this.evaluate(() => document.body.innerText)).replace(/\s+/g, ' ');
  }

  /** Starts a download and waits until the browser has written the file. */
  async saved(act: () => Promise<void>): Promise<KnownFile> {
    const before = this.#driver.downloads.length;
    await act();
    const path = await vi.waitFor(() => {
      const next = this.#driver.downloads[before];
      if (next === undefined) throw new Error('The download has not ended.');
      return next;
    }, PATIENT);
    return fileOf(basename(path), readFileSync(path));
  }

  /** Prints the page. @returns the path of a PDF file */
  print(): Promise<string> {
    return this.#driver.print();
  }

  screenshot(): Promise<Buffer> {
    return this.#driver.screenshot();
  }

  /** Calls a function without parameters in the page. It may refer to nothing outside. */
  evaluate(action: () => unknown): Promise<unknown> {
    return this.#driver.call(String(action), []);
  }

  /** Everything on the console so far. */
  get remarks(): readonly string[] {
    return [...this.#earlierRemarks, ...this.#driver.remarks];
  }

  /** Quits the browser and starts it again with the same profile. */
  async restart(): Promise<void> {
    await this.#driver.quit();
    this.#earlierRemarks.push(...this.#driver.remarks);
    this.#driver = await this.#restart();
  }

  quit(): Promise<void> {
    return this.#driver.quit();
  }

  #call<Values extends readonly Plain[]>(
    action: (search: Find, target: PlainTarget, ...values: Values) => unknown,
    target: Target,
    ...values: Values
  ): Promise<unknown> {
    const source = `(...values) => (${String(action)})(${String(find)}, ...values)`;
    return this.#driver.call(source, [plain(target) as unknown as Plain, ...values]);
  }

  #until(target: Target, fault: string, attempt: () => Promise<unknown>): Promise<unknown> {
    return this.#patiently(async () => {
      const result = await attempt();
      if (result === false || result === null) throw new Error(`${nameOf(target)} ${fault}.`);
      return result;
    });
  }

  /** Tries again until nothing is thrown. The last error tells what the page showed. */
  async #patiently<Result>(attempt: () => Promise<Result>): Promise<Result> {
    try {
      return await vi.waitFor(attempt, PATIENT);
    } catch (error) {
      throw new Error(`${String(error)}\nThe page shows: ${await this.text()}`, { cause: error });
    }
  }
}

const nameOf = ({ role, name, text }: Target): string => `The ${role} "${String(name ?? text ?? '')}"`;

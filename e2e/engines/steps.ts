import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Target } from './find-in-page.ts';
import type { Page } from './page.ts';
import { pathOf } from './provide-programs.ts';

export const button = (name: string | RegExp, within?: Target): Target => ({
  role: 'button',
  name,
  ...(within && { within }),
});
export const link = (name: string | RegExp): Target => ({ role: 'link', name });
export const heading = (name: string | RegExp): Target => ({ role: 'heading', name });
export const textbox = (name: string | RegExp): Target => ({ role: 'textbox', name });
/** An entry of a list, by a part of its text. */
export const entry = (text: string): Target => ({ role: 'listitem', text });
export const openedText: Target = { role: 'region', name: 'The secret’s text' };
export const receipt = /Destroyed on the server at \d{1,2}:\d{2}/;

export interface Draft {
  readonly text?: string;
  readonly title?: string;
  readonly password?: string;
  /** Paths. */
  readonly files?: readonly string[];
}

export interface Sealed {
  readonly link: string;
  readonly manageLink: string;
}

export async function seal(page: Page, { text, title, password, files }: Draft): Promise<Sealed> {
  await page.goto();
  await page.waitFor(button('Seal it'));
  if (text !== undefined) await page.fill(textbox('Your secret'), text);
  if (files !== undefined) {
    await page.attach(files);
    await page.waitFor({ role: 'region', name: 'Attached files' });
  }
  if (title !== undefined) {
    await page.click(button('Title'));
    await page.fill(textbox('Title'), title);
  }
  if (password !== undefined) {
    await page.choose({ role: 'combobox', name: 'Kind of password' }, 'a password I choose');
    await page.fill(textbox('Password'), password);
  }
  await page.click(button('Seal it'));
  return readSealed(page);
}

export async function readSealed(page: Page): Promise<Sealed> {
  await page.waitFor(heading('Sealed'));
  return {
    link: await page.codeIn({ role: 'group', name: 'The link' }),
    manageLink: await page.addressOf(link('Manage this secret')),
  };
}

export async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.click(button('Break the seal'));
}

/** Prints the page. @returns the text of the PDF, with the lines of the paper; ligatures are resolved */
export async function printedText(page: Page): Promise<string> {
  const program = pathOf('pdfToText');
  if (program === undefined) throw new Error('Reading a printed page needs pdftotext from poppler-utils.');
  const { stdout } = await promisify(execFile)(program, ['-layout', await page.print(), '-']);
  return stdout.normalize('NFKC');
}

export type Role =
  'button' | 'checkbox' | 'combobox' | 'group' | 'heading' | 'link' | 'listitem' | 'region' | 'status' | 'textbox';

/** An element as people find it: by role, accessible name and the text in it. */
export interface Target {
  readonly role: Role;
  /** Exact, or a pattern. */
  readonly name?: string | RegExp;
  /** A part of its text. */
  readonly text?: string;
  readonly within?: Target;
}

/** A target as JSON. */
export interface PlainTarget {
  readonly role: Role;
  readonly name: string | null;
  readonly pattern: string | null;
  readonly text: string | null;
  readonly within: PlainTarget | null;
}

export const plain = ({ role, name, text, within }: Target): PlainTarget => ({
  role,
  name: typeof name === 'string' ? name : null,
  pattern: name instanceof RegExp ? name.source : null,
  text: text ?? null,
  within: within === undefined ? null : plain(within),
});

export type Find = (target: PlainTarget) => HTMLElement | undefined;

/** Runs in the page, so it may refer to nothing outside. @returns the first visible element that matches */
export function find(target: PlainTarget): HTMLElement | undefined {
  const selectors: Readonly<Record<Role, string>> = {
    button: 'button, [role=button], summary',
    checkbox: 'input[type=checkbox]',
    combobox: 'select',
    group: '[role=group], fieldset',
    heading: 'h1, h2, h3',
    link: 'a[href]',
    listitem: 'li',
    region: 'section, [role=region]',
    status: '[role=status], output',
    textbox: 'textarea, input:not([type]), input[type=text], input[type=password]',
  };
  const words = (text: string | null | undefined) => (text ?? '').replace(/\s+/g, ' ').trim();
  const nameOf = (element: Element) => {
    const ids = element.getAttribute('aria-labelledby')?.split(/\s+/) ?? [];
    const labelled = ids.map((id) => document.getElementById(id)?.textContent).join(' ');
    const labels = 'labels' in element ? [...((element as HTMLInputElement).labels ?? [])] : [];
    const label = labels.map(({ textContent }) => textContent).join(' ');
    return words(words(labelled) || element.getAttribute('aria-label') || words(label) || element.textContent);
  };
  const search = ({ role, name, pattern, text, within }: PlainTarget): HTMLElement | undefined => {
    const root = within === null ? document : search(within);
    return [...(root?.querySelectorAll<HTMLElement>(selectors[role]) ?? [])].find(
      (element) =>
        element.checkVisibility({ visibilityProperty: true }) &&
        (name === null || nameOf(element) === name) &&
        (pattern === null || new RegExp(pattern).test(nameOf(element))) &&
        (text === null || words(element.textContent).includes(text)),
    );
  };
  return search(target);
}

/** Runs in the page. @returns where to click, or why not yet */
export function pointOf(search: Find, target: PlainTarget): { x: number; y: number } | string {
  const element = search(target);
  if (element === undefined) return 'is not on the page';
  if (element.matches(':disabled')) return 'is disabled';
  element.scrollIntoView({ block: 'center', behavior: 'instant' });
  const { left, top, width, height } = element.getBoundingClientRect();
  const [x, y] = [Math.round(left + width / 2), Math.round(top + height / 2)];
  const hit = document.elementFromPoint(x, y);
  return hit !== null && element.contains(hit) ? { x, y } : `is covered by ${hit?.tagName ?? 'nothing'}`;
}

/** Runs in the page. Replaces the text of a field. @returns whether the field is there and can be changed */
export function replaceText(search: Find, target: PlainTarget, text: string): boolean {
  const element = search(target);
  if (!(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)) return false;
  if (element.disabled || element.readOnly) return false;
  element.focus();
  element.value = text;
  element.dispatchEvent(new InputEvent('input', { bubbles: true }));
  return true;
}

/** Runs in the page. @returns whether the select has the option and now shows it */
export function chooseOption(search: Find, target: PlainTarget, label: string): boolean {
  const element = search(target);
  if (!(element instanceof HTMLSelectElement)) return false;
  const option = [...element.options].find((one) => one.label.trim() === label && !one.disabled);
  if (option === undefined) return false;
  element.value = option.value;
  for (const type of ['input', 'change']) element.dispatchEvent(new Event(type, { bubbles: true }));
  return true;
}

import type { Scheme } from '#server/config/palette.ts';

/** The page on which whoever runs the service sees what their settings do. */
export const brand = {
  title: 'How it looks.',
  documentTitle: 'Preview',
  lede: (name: string) => `What people see of ${name}, whichever scheme their browser has. The buttons do nothing.`,
  schemes: { light: 'On light pages', dark: 'On dark pages' } satisfies Record<Scheme, string>,
  onPaper: 'On the page',
  onCard: 'On a card',
  seal: 'The seal',
  buttons: {
    title: 'Buttons',
    rest: 'Seal it',
    hover: 'Under the pointer',
    focus: 'With the focus',
    disabled: 'Not to be pressed',
    danger: 'Delete it',
    quiet: 'Copy',
  },
  links: {
    title: 'A link and a notice',
    link: 'How it works',
    notice: 'Wrong passwords are counted: two more lock it.',
  },
  field: { label: 'A field', error: 'And what is wrong with it.' },
  colours: {
    title: 'The seal colour, measured',
    needed: 'Text needs 4.5:1.',
    name: 'The colour',
    underPointer: 'Under the pointer',
    paper: 'As text on the page',
    card: 'As text on a card',
    ink: 'Words on a button',
    inkUnderPointer: 'The same, under the pointer',
  },
  tab: {
    title: 'In a browser’s tab',
    icon: 'The icon, small and large',
    titles: 'Titles',
    examples: ['A secret for you', 'My shares.'],
  },
  people: {
    title: 'Whom people are sent to',
    links: 'At the foot of every page',
    support: 'For help: at the foot, and where something failed',
    abuse: 'For abuse: from the page of a share',
    nobody: 'Nothing is set.',
  },
  settings: {
    title: 'What decides it',
    text: 'The name is SOTTO_BRAND_NAME; the pictures SOTTO_BRAND_LOGO and SOTTO_BRAND_FAVICON; the colours SOTTO_BRAND_SEAL_LIGHT and SOTTO_BRAND_SEAL_DARK; the addresses SOTTO_FOOTER_LINKS, SOTTO_SUPPORT_CONTACT and SOTTO_ABUSE_CONTACT. They are read at start.',
  },
} as const;

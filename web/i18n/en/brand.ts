import type { Scheme } from '#server/config/palette.ts';

/** Words of the page that shows operators what their branding settings do. */
export const brand = {
  title: 'How it looks',
  documentTitle: 'Preview',
  lede: (name: string) => `What people see of ${name} in light and dark colour schemes. The buttons do nothing.`,
  schemes: { light: 'On light pages', dark: 'On dark pages' } satisfies Record<Scheme, string>,
  onPaper: 'On the page',
  onCard: 'On a card',
  seal: 'The seal',
  buttons: {
    title: 'Buttons',
    rest: 'Seal it',
    hover: 'Hovered',
    focus: 'Focused',
    disabled: 'Disabled',
    danger: 'Delete it',
    quiet: 'Copy',
  },
  links: {
    title: 'A link and a notice',
    link: 'How it works',
    notice: 'Wrong password. 2 tries left before it locks.',
  },
  field: { label: 'A field', error: 'What is wrong with it.' },
  colours: {
    title: 'The seal colour, measured',
    needed: 'Text needs a contrast of at least 4.5:1.',
    name: 'The colour',
    underPointer: 'When hovered',
    paper: 'As text on the page',
    card: 'As text on a card',
    ink: 'Text on a button',
    inkUnderPointer: 'Text on a hovered button',
  },
  tab: {
    title: 'In a browser tab',
    icon: 'The icon, small and large',
    titles: 'Titles',
    examples: ['A secret for you', 'My shares.'],
  },
  people: {
    title: 'Where people are sent',
    links: 'In the footer of every page',
    support: 'For help: in the footer, and where something failed',
    abuse: 'For abuse: from the page of a share',
    nobody: 'Not set.',
  },
  settings: {
    title: 'The settings behind it',
    text: 'SOTTO_BRAND_NAME sets the name; SOTTO_BRAND_LOGO and SOTTO_BRAND_FAVICON the pictures; SOTTO_BRAND_SEAL_LIGHT and SOTTO_BRAND_SEAL_DARK the colours; SOTTO_FOOTER_LINKS, SOTTO_SUPPORT_CONTACT and SOTTO_ABUSE_CONTACT the addresses. The server reads them when it starts.',
  },
} as const;

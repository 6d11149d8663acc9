/** The key that is held down in shortcuts, as keyboards name it. */
export const shortcutKeys = { apple: '⌘', other: 'Ctrl' } as const;

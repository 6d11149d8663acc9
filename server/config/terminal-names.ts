/** Settings of the terminal's own commands, which may stand in the same environment as those of the service. */
export const terminalNames = ['SOTTO_SERVER', 'SOTTO_TOKEN', 'SOTTO_TOKEN_FILE', 'SOTTO_HEADERS_FILE'] as const;
export type TerminalName = (typeof terminalNames)[number];

export const isTerminalName = (name: string): boolean => (terminalNames as readonly string[]).includes(name);

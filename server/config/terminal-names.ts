/** Variables of the terminal's commands, which may share an environment with the service. */
export const terminalNames = [
  'SOTTO_SERVER',
  'SOTTO_TOKEN',
  'SOTTO_TOKEN_FILE',
  'SOTTO_SESSION_FILE',
  'SOTTO_HEADERS_FILE',
] as const;
export type TerminalName = (typeof terminalNames)[number];

export const isTerminalName = (name: string): boolean => (terminalNames as readonly string[]).includes(name);

"use client";

import { createContext, useContext } from "react";

export interface Commands {
  openMenu(): void;
  openShortcuts(): void;
  /** Single-key shortcuts are on. */
  single: boolean;
  setSingle(on: boolean): void;
}

export const CommandsContext = createContext<Commands | null>(null);

export function useCommands(): Commands {
  const commands = useContext(CommandsContext);
  if (!commands) throw new Error("useCommands outside of the portal's shell");
  return commands;
}

"use client";
import { createContext, type ReactNode, useContext } from "react";

const CommandName = createContext("berth");

/** How the berth command is run on the machine that shows these pages. */
export function CommandNameProvider({ name, children }: { name: string; children: ReactNode }) {
  return <CommandName value={name}>{children}</CommandName>;
}

/** A `berth …` command as it runs when pasted here: by name when the launcher is on the path, else by its path. */
export function usePasted(command: string): string {
  const name = useContext(CommandName);
  return command.replace(/^berth(?= )/, name);
}

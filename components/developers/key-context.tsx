"use client";

import { createContext, type ReactNode, useContext, useMemo, useState } from "react";

interface KeyState {
  /** A pasted key; empty means the browser's session. In memory only: a reload forgets it. */
  key: string;
  setKey: (key: string) => void;
}

const KeyContext = createContext<KeyState>({ key: "", setKey: () => undefined });

export function KeyProvider({ children }: { children: ReactNode }) {
  const [key, setKey] = useState("");
  const value = useMemo(() => ({ key, setKey }), [key]);
  return <KeyContext.Provider value={value}>{children}</KeyContext.Provider>;
}

export function useApiKey(): KeyState {
  return useContext(KeyContext);
}

"use client";

import { createContext, use } from "react";
import { useTranslations } from "use-intl";
import { type Problem, problemAt } from "../model/properties";

export type Path = readonly PropertyKey[];

/** Problems of the property being edited, by their path inside it. */
const Problems = createContext<readonly Problem[]>([]);

export const ProblemsProvider = Problems.Provider;

export function useProblem(path: Path): string | undefined {
  return problemAt(use(Problems), path);
}

export interface InputProps<T = unknown> {
  value: T;
  /** undefined takes the value away. */
  onChange(value: unknown): void;
  path: Path;
  label: string;
  /** The value may be missing. */
  optional: boolean;
}

/** Words of the format in the reader's language; the word itself where nobody has translated it. */
export function useFormatWords() {
  const t = useTranslations("sheetEditor");
  const word = (key: string, fallback: string) => {
    const known = key as Parameters<typeof t>[0];
    return t.has(known) ? t(known) : fallback;
  };
  return {
    key: (key: string) => word(`keys.${key}`, key),
    option: (option: string) => word(`options.${option}`, option),
  };
}

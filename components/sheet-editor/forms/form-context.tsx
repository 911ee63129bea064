"use client";

import { type ComponentType, createContext, use } from "react";
import { useTranslations } from "use-intl";
import type { Control } from "../model/controls";
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

export type ControlInputProps = InputProps & { control: Control; suggestions?: readonly string[] };

/** The input of any control, for the parts of lists and groups: those are controls again. */
const Nested = createContext<ComponentType<ControlInputProps> | null>(null);

export const NestedProvider = Nested.Provider;

export function useNested(): ComponentType<ControlInputProps> {
  const nested = use(Nested);
  if (!nested) throw new Error("A list or group belongs inside a ControlInput.");
  return nested;
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

"use client";

import { type ComponentType, createContext, use } from "react";
import { useTranslations } from "use-intl";
import type { Control } from "../model/controls";
import { type Problem, problemAt } from "../model/properties";
import { memberKeys, optionKeys } from "../model/word-keys";

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
  const word = (room: "keys" | "options", wanted: string[], fallback: string) => {
    const known = wanted.map((key) => `${room}.${key}` as Parameters<typeof t>[0]).find((key) => t.has(key));
    return known ? t(known) : fallback;
  };
  return {
    /** @param path of what the member belongs to */
    key: (key: string, path: Path = []) => word("keys", memberKeys(key, path), key),
    /** @param path of the value */
    option: (option: string, path: Path) => word("options", optionKeys(option, path), option),
  };
}

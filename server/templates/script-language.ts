import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";

/** Words of the load script, for an editor: colours, completion, help. From the engine's own library. */
export interface ScriptLanguage {
  functions: FunctionHelp[];
  keywords: KeywordHelp[];
}

export interface FunctionHelp {
  name: string;
  group: string;
  /** `Left(text, n)`. */
  signature: string;
  summary: string;
  /** Page of the help that says what it does: `StringFunctions/Left`. */
  rule: string;
}

export interface KeywordHelp {
  name: string;
  syntax: string;
  summary: string;
  /** `start`: begins a statement. `inside`: stands within one. */
  where: "start" | "inside";
}

/** The load script's statements and functions with what each does. */
export function scriptLanguage(ctx: Context): ScriptLanguage {
  authorize(ctx, "templates:read");
  return ctx.tools.scriptLanguage;
}

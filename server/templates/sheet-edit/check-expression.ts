import { z } from "zod";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { didYouMean } from "@/server/shared/nearest";
import { parse } from "@/server/shared/parse";
import { fieldsOf } from "../expression-fields";

export const checkExpressionInput = z.strictObject({
  expression: z.string().max(4000),
  /** Fields it may name; any, where absent. */
  fields: z.array(z.string().max(500)).max(2000).optional(),
});

/** What is wrong with an expression; line and column count from 1, within it. */
export interface ExpressionFault {
  line: number;
  column: number;
  message: string;
}

/** Looks at a chart's expression while it is typed: its writing, then the fields it names. Writes nothing. */
export async function checkExpression(
  ctx: Context,
  input: z.input<typeof checkExpressionInput>,
): Promise<ExpressionFault | null> {
  authorize(ctx, "templates:read");
  const { expression, fields } = parse(checkExpressionInput, input);
  const fault = ctx.tools.checkScript.expression?.(expression) ?? null;
  if (fault || !fields) return fault;
  const known = new Set(fields);
  const unknown = fieldsOf(expression).find(({ name }) => !known.has(name));
  if (!unknown) return null;
  const before = expression.slice(0, unknown.offset).split("\n");
  return {
    line: before.length,
    column: (before.at(-1)?.length ?? 0) + 1,
    message: `There is no field "${unknown.name}".${didYouMean(unknown.name, known)}`,
  };
}

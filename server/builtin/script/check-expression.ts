import { isAppError } from "@/server/shared/errors";
import { walk } from "./ast";
import { unknownFunction } from "./compile";
import { parseExpression } from "./expression-parser";
import { findFunction } from "./functions";
import { chartFunctionNames, findChartFunction } from "./functions/chart";
import { closing } from "./masked";
import { plainSource } from "./source-text";

/** Line and column count from 1, within the expression. */
export interface ExpressionFault {
  line: number;
  column: number;
  message: string;
}

/**
 * What is wrong with the writing of a chart's expression, set analysis included; null where nothing is. Fields are not
 * looked up, and what a dollar expansion gives is taken for a number.
 */
export function checkExpression(text: string): ExpressionFault | null {
  // Innermost first: each becomes a number of its length, so that places stay.
  let rest = text;
  for (let open = rest.lastIndexOf("$("); open >= 0; open = rest.lastIndexOf("$(")) {
    const end = closing(rest, open + 2);
    if (end < 0) return { ...plainSource(text).place(open), message: "This $( is never closed." };
    if (rest[open + 2] === "=") {
      const fault = parsed(`${blank(rest.slice(0, open + 3))}${rest.slice(open + 3, end)}`);
      if (fault) return fault;
    }
    rest = `${rest.slice(0, open)}0${" ".repeat(end - open)}${rest.slice(end + 1)}`;
  }
  return parsed(rest.replace(/^\s*=/, blank));
}

function parsed(text: string): ExpressionFault | null {
  try {
    walk(parseExpression(text, { sets: true }), (node) => {
      if (node.kind === "call" && !findFunction(node.name) && !findChartFunction(node.name))
        throw unknownFunction(node, chartFunctionNames());
      return undefined;
    });
    return null;
  } catch (error) {
    if (!isAppError(error)) throw error;
    const { advice, params = {} } = error.options;
    const message = advice ? `${error.message} ${advice}` : error.message;
    return { line: Number(params.line ?? 1), column: Number(params.column ?? 1), message };
  }
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, " ");
}

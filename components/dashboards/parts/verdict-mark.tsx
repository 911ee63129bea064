import { TriangleAlert } from "lucide-react";
import type { Rule } from "../kinds/verdict";
import { Arrow } from "./delta";

/** The sign of a rule beside its figure: color is never alone. */
export function VerdictMark({ mark }: { mark: Rule["mark"] }) {
  if (mark === "up" || mark === "down") return <Arrow direction={mark} />;
  if (mark === "warn") return <TriangleAlert aria-hidden="true" className="size-[1em]" />;
  if (mark === "dot") return <i aria-hidden="true" className="size-2 rounded-full bg-current" />;
  return null;
}

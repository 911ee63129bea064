import type { ReactNode } from "react";
import { requireOperator } from "../providers/session";

/** Above `loading`: for people of customers there is nothing at the addresses below, and the answer has status 404. */
export async function OperatorsOnly({ children }: { children: ReactNode }) {
  await requireOperator();
  return children;
}

import { isOverflow } from "../overflow";
import type { Run } from "./run";

/** Work that is done again, whole numbers counted with as doubles, where some become too large to be exact. */
export async function inDoublesIfTooLarge<T>(run: Run, work: () => Promise<T>): Promise<T> {
  const { variables, progress } = run;
  try {
    return await work();
  } catch (error) {
    if (variables.inexactWholes || !isOverflow(error)) throw error;
    progress.abandon();
    variables.inexactWholes = true;
    try {
      return await work();
    } finally {
      variables.inexactWholes = false;
    }
  }
}

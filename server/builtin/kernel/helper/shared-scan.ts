import type { Breath } from "../breath";
import { SHARED_ROWS } from "../memory";
import { type Pass, Scan, scan, sharesOf } from "../scan";
import type { Helper } from "./helper";
import {
  addTo,
  canBeShared,
  clear,
  forget,
  gatheredIn,
  type Heap,
  heapOf,
  isExactPass,
  jobOf,
  passOf,
  sharesOfHeap,
  takeBack,
} from "./job";

/** At most so many rows are looked at alone: keys of few values are complete by then. */
const ALONE = 2 ** 17;

/** A pass over a table's rows, by two threads where that is worth it. Rejects where the question is withdrawn meanwhile. */
export async function scanTogether(
  pass: Pass,
  breath: Pick<Breath, "take">,
  helper: Helper | null,
  worthSharing = SHARED_ROWS,
): Promise<void> {
  const own = new Scan(pass);
  const isShared = helper?.isAvailable && pass.rows >= worthSharing && canBeShared(pass);
  const alone = isShared ? Math.min(ALONE, pass.rows >> 3) : pass.rows;
  await own.runAll(sharesOf(alone), breath);
  if (!isShared || own.isOver) return own.end();
  const [mine, others] = heapsOf(pass, alone);
  const helped = helper.scan(pass, others);
  try {
    await own.runAll(sharesOfHeap(mine), breath);
  } catch (error) {
    clear(others);
    throw error;
  }
  // Nothing that is missing can be found in the rows that are left.
  if (own.isOver) return clear(others);
  own.end();
  // It is still busy with another question: that may take longer than what is left of this one.
  if (takeBack(others)) return others === mine ? undefined : scanOf(pass, others, breath);
  const gathered = await helped;
  if (gathered) return addTo(pass, gathered);
  // Whatever rows the other thread took with it.
  forget(pass);
  await scan(pass, breath);
}

/** Adds the rows of a heap to a pass that has ended, as the other thread would have. */
async function scanOf(pass: Pass, heap: Heap, breath: Pick<Breath, "take">): Promise<void> {
  const rest = passOf(jobOf(0, pass, heap));
  const own = new Scan(rest);
  await own.runAll(sharesOfHeap(heap), breath);
  own.end();
  addTo(pass, gatheredIn(rest));
}

/** One heap for both where that makes no difference to any sum; else each has half, always the same. */
function heapsOf(pass: Pass, alone: number): [Heap, Heap] {
  if (isExactPass(pass)) {
    const heap = heapOf(alone, pass.rows);
    return [heap, heap];
  }
  const middle = Math.floor((pass.rows + alone) / 2);
  return [heapOf(alone, middle), heapOf(middle, pass.rows)];
}

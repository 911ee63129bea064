import type { Shape, Transform } from "../../statements";
import type { Relation } from "../relation";
import type { Run } from "../run";
import { ancestorPairs } from "./belongs-to";
import { crosstable } from "./crosstable";
import { expandedNodes } from "./hierarchy";
import { intervalMatch } from "./interval-match";
import { firstRows, sampleRows } from "./some-rows";

/**
 * What the prefixes of a LOAD or SELECT make of its rows: SAMPLE and FIRST take some, then a transformation makes
 * others of them. GENERIC is left to whoever places the rows, because it makes several tables.
 * @param temporary gets the names of tables to drop when the statement is done
 */
export async function shaped(
  run: Run,
  relation: Relation,
  shape: Shape | undefined,
  temporary: string[],
): Promise<Relation> {
  if (!shape) return relation;
  const sampled = shape.sample ? await sampleRows(run, relation, shape.sample) : relation;
  const taken = shape.first ? await firstRows(run, sampled, shape.first) : sampled;
  return shape.transform ? transformed(run, taken, shape.transform, temporary) : taken;
}

async function transformed(
  run: Run,
  relation: Relation,
  transform: Transform,
  temporary: string[],
): Promise<Relation> {
  switch (transform.kind) {
    case "generic":
      return relation;
    case "crosstable":
      return crosstable(run, relation, transform);
    case "intervalmatch":
      return intervalMatch(run, relation, transform, temporary);
    case "hierarchy":
      return expandedNodes(run, relation, transform, temporary);
    case "hierarchybelongsto":
      return ancestorPairs(run, relation, transform, temporary);
  }
}

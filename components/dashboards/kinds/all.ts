import { chartKinds } from "../../charts/kinds";
import type { Kinds } from "../state/wishes";
import { plainKinds } from "./index";

/** Every kind of object a sheet can hold. */
export const allKinds: Kinds = { ...chartKinds, ...plainKinds };

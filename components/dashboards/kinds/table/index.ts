import type { ObjectKind } from "../../../charts/port";
import { questions } from "./plan";
import { tableView } from "./rows";
import { View } from "./view";

export const table: ObjectKind = { questions, View, table: tableView };

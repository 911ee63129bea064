import type { ObjectKind } from "../../../charts/port";
import { questions } from "./plan";
import { tableView } from "./rows";
import { View } from "./view";

export const pivot: ObjectKind = { questions, View, table: tableView };

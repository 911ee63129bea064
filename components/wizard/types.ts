import type { RouterOutputs } from "../providers/types";

export type Offered = RouterOutputs["drafts"]["templates"][number];
export type ConnectionForm = RouterOutputs["connections"]["forms"][number];
export type DraftConnectionRow = RouterOutputs["drafts"]["get"]["connections"][number];
export type SeenSources = RouterOutputs["drafts"]["sources"];

import type { ReloadSchedule, Schema, TableMapping } from "@/db/schema";

export type AppRow = Schema["apps"]["$inferSelect"];
export type GenerationRow = Schema["generations"]["$inferSelect"];

/** A tenant's copy of a template version, as the API and the portal show it. */
export interface App {
  id: string;
  tenantId: string;
  templateId: string;
  title: string;
  stagedVersion: string | null;
  publishedVersion: string | null;
  stagedGenerationId: string | null;
  publishedGenerationId: string | null;
  publishedAt: Date | null;
  connections: Record<string, string>;
  parameters: Record<string, string | number | boolean | null>;
  tables: Record<string, TableMapping>;
  schedule: ReloadSchedule | null;
  createdAt: Date;
  updatedAt: Date;
}

export function toApp(row: AppRow): App {
  return { ...row };
}

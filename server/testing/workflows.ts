import type { Services } from "@/server/shared/context";
import type { Workflows } from "@/server/workflows/port";
import { createSqliteWorkflows } from "@/server/workflows/sqlite";

/** The real driver over a test's store; it claims nothing until `launch`. */
export async function testWorkflows(services: Pick<Services, "store" | "clock" | "log">): Promise<Workflows> {
  return createSqliteWorkflows(services);
}

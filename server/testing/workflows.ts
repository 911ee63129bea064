import type { Services } from "@/server/shared/context";
import { createSqliteWorkflows } from "@/server/workflows/sqlite";
import type { Workflows } from "@/server/workflows/port";

/** The real driver over a test's store; it claims nothing until `launch`. */
export async function testWorkflows(services: Pick<Services, "store" | "clock" | "log">): Promise<Workflows> {
  return createSqliteWorkflows(services);
}

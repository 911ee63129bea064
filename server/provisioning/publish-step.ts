import { type AppPointers, type AppRow, appRow, noteDropped, setAppPointers } from "@/server/apps";
import type { WorkflowScope } from "@/server/workflows/port";
import { forget, recall, remember } from "./journal";
import type { ReloadJob } from "./reload-job";
import type { Room } from "./room";
import { verbStep } from "./verb-step";

/** Moves the published pointers, the platform's and ours, to a generation that passed its checks. */
export function publish(wf: WorkflowScope, room: Room, job: ReloadJob, generation: string, space: string) {
  const { ctx, platform, tenant } = room;
  const { app, version } = job;
  const pointers = (change: Partial<AppPointers>, action: string) =>
    setAppPointers(ctx, { tenantId: tenant.id, id: app, action, pointers: change });
  return verbStep(wf, room, {
    name: "publish",
    verb: platform.publish,
    input: () => ({ app, space, generation, version }),
    rows: {
      async apply() {
        const before = await remember(ctx, wf.id, "published", () => appRow(ctx, app));
        const moved = before.publishedGenerationId !== generation;
        const publishedAt = moved ? ctx.clock.now() : before.publishedAt;
        await pointers(
          { publishedGenerationId: generation, publishedVersion: version, publishedAt },
          "app.publish",
        );
        if (moved) await noteDropped(ctx, { tenantId: tenant.id, id: app });
        return { effect: !moved ? "found" : before.publishedGenerationId ? "changed" : "created" };
      },
      async restore() {
        const before = await recall<AppRow>(ctx, wf.id, "published");
        if (!before) return;
        const { publishedGenerationId, publishedVersion, publishedAt } = before.value;
        await pointers({ publishedGenerationId, publishedVersion, publishedAt }, "app.unpublish");
        await forget(ctx, wf.id, "published");
      },
    },
  });
}

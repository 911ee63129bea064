import { createHash } from "node:crypto";
import { type AppRow, appRow, findApp, putApp, restoreApp, setAppPointers } from "@/server/apps";
import { connectionRows } from "@/server/connections";
import { fingerprintOf } from "@/server/platform/fingerprint";
import type { ApplyScriptSpec } from "@/server/platform/port";
import type { WorkflowScope } from "@/server/workflows/port";
import { appTemplate } from "./app-template";
import type { DesiredApp } from "./desired";
import { forget, recall, remember } from "./journal";
import { parentWaits } from "./parent";
import type { Room, StepResult } from "./room";
import { putOnClock, sameSchedule, scheduleText } from "./schedule";
import { verbStep } from "./verb-step";

/** An app keeps its id for ever, also over removal and return: embeds name it. One per tenant and template. */
export function appIdOf(tenantId: string, template: string): string {
  const digest = createHash("sha256").update(`${tenantId}/${template}`).digest();
  return `app_${[...digest.subarray(0, 22)].map((b) => "0123456789abcdefghjkmnpqrstvwxyz"[b & 31]).join("")}`;
}

export interface AppJob {
  /** Id of Tenantry's row. */
  id: string;
  app: DesiredApp;
}

/** Copies the template's version into the tenant. */
export function importApp(wf: WorkflowScope, room: Room, { id, app }: AppJob): Promise<StepResult> {
  const { ctx, platform, tenant } = room;
  const { template, version, title, connections, parameters, tables } = app;
  return verbStep(wf, room, {
    name: "importApp",
    verb: platform.importApp,
    ready: (call) => parentWaits(ctx, wf, call),
    async input() {
      const { contentHash, sheets } = await appTemplate(ctx, { id: template, version });
      return { app: id, title, template, version, contentHash, sheets };
    },
    rows: {
      async apply() {
        const before = await remember(ctx, wf.id, "app", () => findApp(ctx, tenant.id, template));
        await putApp(ctx, {
          tenantId: tenant.id,
          id,
          templateId: template,
          title,
          version,
          connections,
          parameters,
          tables,
        });
        if (!before) return { effect: "created", message: `${template}@${version}` };
        const same = before.stagedVersion === version && before.title === title;
        return { effect: same ? "found" : "changed", message: `${template}@${version}` };
      },
      async restore() {
        const before = await recall<AppRow | null>(ctx, wf.id, "app");
        if (before) await restoreApp(ctx, { tenantId: tenant.id, id, before: before.value });
        await forget(ctx, wf.id, "app");
      },
    },
  });
}

async function scriptSpec(room: Room, { id, app }: AppJob): Promise<ApplyScriptSpec> {
  const { template, version, connections, parameters, tables: mapping } = app;
  const { script, manifest, files } = await appTemplate(room.ctx, { id: template, version });
  const tables = manifest.tables.map(({ name, connection, columns }) => ({
    name,
    connection,
    columns: columns.map(({ name: column, type, optional }) => ({
      name: column,
      ...(type ? { type } : {}),
      optional,
    })),
  }));
  const used = files.map(({ path, sha256 }) => ({ path, sha256 }));
  return { app: id, script, connections, parameters, tables, mapping, files: used };
}

/** Gives the app its script, connections, parameters and this customer's tables; says what a reload would read. */
export async function applyScript(
  wf: WorkflowScope,
  room: Room,
  job: AppJob,
): Promise<StepResult & { fingerprint: string }> {
  const { ctx, platform, tenant } = room;
  let spec: ApplyScriptSpec | undefined;
  const done = await verbStep(wf, room, {
    name: "applyScript",
    verb: platform.applyScript,
    async input() {
      spec ??= await scriptSpec(room, job);
      return spec;
    },
    rows: {
      async apply(outcome) {
        if (outcome.fingerprint) return { effect: "found", more: { fingerprint: outcome.fingerprint } };
        const rows = await connectionRows(ctx, tenant.id);
        const behind = rows.filter((r) => Object.values(job.app.connections).includes(r.name));
        const known = Object.fromEntries(
          behind.map(({ name, kind, properties, secretHmac }) => [name, { kind, properties, secretHmac }]),
        );
        const fingerprint = fingerprintOf(spec ?? (await scriptSpec(room, job)), known);
        return { effect: "found", more: { fingerprint } };
      },
      restore: async () => undefined,
    },
  });
  return { ...done, fingerprint: String(done.fingerprint) };
}

/** Reloads by itself from now on, or no more. */
export function scheduleApp(wf: WorkflowScope, room: Room, { id, app }: AppJob): Promise<StepResult> {
  const { ctx, platform } = room;
  const { schedule } = app;
  const message = schedule ? scheduleText(schedule) : "No schedule.";
  return verbStep(wf, room, {
    name: "schedule",
    verb: platform.schedule,
    input: () => ({ app: id, schedule }),
    rows: {
      async apply() {
        await remember(ctx, wf.id, "schedule", async () => (await appRow(ctx, id)).schedule);
        const before = await setSchedule(room, id, schedule);
        return { effect: sameSchedule(before, schedule) ? "found" : before ? "changed" : "created", message };
      },
      async restore() {
        const before = await recall<DesiredApp["schedule"]>(ctx, wf.id, "schedule");
        if (before) await setSchedule(room, id, before.value);
        await forget(ctx, wf.id, "schedule");
      },
    },
  });
}

/** @returns the schedule there was */
async function setSchedule(room: Room, app: string, wanted: DesiredApp["schedule"]) {
  const { ctx, tenant } = room;
  const known = (await appRow(ctx, app)).schedule;
  if (sameSchedule(known, wanted)) return known;
  await putOnClock(ctx, { id: app, tenantId: tenant.id, schedule: wanted });
  const pointers = { schedule: wanted };
  await setAppPointers(ctx, { tenantId: tenant.id, id: app, action: "app.schedule", pointers });
  return known;
}

import type { BuiltinOptions } from "@/server/builtin/deps";
import { ensure, takeBack } from "@/server/builtin/effects";
import { dropOldGenerations } from "@/server/builtin/generations";
import { requireObject, requireTenant } from "@/server/builtin/objects";
import { missing, platformError } from "@/server/platform/errors";
import type { Call, PublishSpec, Verb } from "@/server/platform/port";

type Deps = Pick<BuiltinOptions, "state" | "generations" | "hosts" | "log">;

/** Moves the pointer to a finished generation in one write; the published app keeps its id. */
export function publish(deps: Deps): Verb<PublishSpec> {
  const { state } = deps;
  return {
    async apply(call, input) {
      call.signal.throwIfAborted();
      const owner = await requireTenant(state, call.tenant);
      await check(deps, call, input);
      const { app, space, generation, version } = input;
      const wish = { kind: "published" as const, key: app, value: { space, generation, version } };
      const outcome = await ensure(state, call, [wish], owner);
      if (outcome.effect !== "found") await dropOldGenerations(deps, call.tenant.id, app);
      return outcome;
    },
    async undo(call, input, outcome) {
      await takeBack(state, call, [{ kind: "published", key: input.app }], outcome);
    },
  };
}

async function check({ state, generations }: Deps, call: Call, input: PublishSpec): Promise<void> {
  const tenant = call.tenant.id;
  await requireObject(state, tenant, "app", input.app);
  const space = await requireObject(state, tenant, "space", input.space);
  if (space.kind !== "managed")
    throw platformError(
      "platform.invalid",
      `The space "${input.space}" is shared; apps are published in managed spaces.`,
      {
        advice: "Name a managed space.",
      },
    );
  const generation = await requireObject(state, tenant, "generation", input.generation);
  const id = { tenant, app: input.app, generation: input.generation };
  if (generation.app !== input.app || (await generations.size(id)) === null)
    throw missing("generation", input.generation, "startReload");
}

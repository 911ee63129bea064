import { ensure, takeBack, type Wish } from "@/server/builtin/effects";
import { requireTenant } from "@/server/builtin/objects";
import type { Call, Outcome, PlatformState, Verb } from "@/server/platform/port";

/** A verb of the built-in platform as data: what it wants to be there, after checking that it can be. */
export interface StateVerb<I> {
  wishes(input: I, call: Call): Wish[];
  /** Throws where something it needs is missing or forbidden. */
  check?(state: PlatformState, input: I, call: Call): Promise<void>;
}

/** Makes a verb that only writes the platform's own state. */
export function stateVerb<I>(state: PlatformState, verb: StateVerb<I>): Verb<I> {
  return {
    async apply(call, input): Promise<Outcome> {
      call.signal.throwIfAborted();
      const owner = await requireTenant(state, call.tenant);
      await verb.check?.(state, input, call);
      return ensure(state, call, verb.wishes(input, call), owner);
    },
    async undo(call, input, outcome) {
      await takeBack(state, call, verb.wishes(input, call), outcome);
    },
  };
}

import type { BuildInput } from "../../draw/model";

/** Names of what is not on the map, before the rest is a number. */
const NAMED = 8;

/** "3 places are not on the map: …": how many come first, names are cut last. */
export function unknownNote(unknown: readonly string[], { say }: BuildInput): string | undefined {
  const count = unknown.length;
  if (!count) return undefined;
  const names = unknown.slice(0, NAMED).join(", ");
  return count > NAMED
    ? say("placesOffMore", { count, names, more: count - NAMED })
    : say("placesOff", { count, names });
}

import type { ComponentType } from "react";
import { type LatePart, latePart, useLatePart } from "../../ui/late-part";
import { PartFailed } from "./part-failed";

/** What stands in a component's place. */
interface Instead<P> {
  /** While it is on its way; nothing, unless given. */
  waiting?: ComponentType<P>;
  /** Where it can't be had. `again` fetches it anew. */
  failed?: ComponentType<P & { again(): void }>;
}

/**
 * A component that is fetched where it is first drawn. Where it can't be had (the network is away, a newer version has
 * taken its place) only its own place says so.
 */
export function later<P extends object>(
  load: () => Promise<ComponentType<P>>,
  instead: Instead<P> = {},
): ComponentType<P> {
  const part = latePart(load);
  return (props) => <Place part={part} instead={instead} own={props} />;
}

/** A component in its place, or what stands there instead. */
export function Place<P extends object>({
  part,
  instead: { waiting: Waiting, failed: Failed = PartFailed },
  own,
}: {
  part: LatePart<ComponentType<P>>;
  instead: Instead<P>;
  own: P;
}) {
  const { found: Found, failed } = useLatePart(part);
  if (Found) return <Found {...own} />;
  if (failed) return <Failed {...own} again={part.again} />;
  return Waiting ? <Waiting {...own} /> : null;
}

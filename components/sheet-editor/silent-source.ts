import type { DashboardSource } from "../dashboards";

const never = <T>() => new Promise<T>(() => undefined);

/** A source that has nothing to say yet: the canvas shows shapes without figures. */
export const silentSource = (): DashboardSource => ({ document: () => never(), ask: () => never() });

import type { DraftApp } from "@/server/drafts/schemas";
import type { Offered } from "../types";

/** Slots of the chosen templates and the connections that fill them. */
export interface Slot {
  /** Index of the app in the draft. */
  app: number;
  name: string;
  kinds: string[] | undefined;
  /** Name of the connection. */
  connection: string;
}

export function slotsOf(apps: readonly DraftApp[], offered: readonly Offered[]): Slot[] {
  return apps.flatMap((app, i) => {
    const manifest = offered.find((o) => o.ref === app.template)?.manifest;
    return (manifest?.connections ?? []).map((slot) => ({
      app: i,
      name: slot.name,
      kinds: slot.kinds,
      connection: app.connections[slot.name] ?? "",
    }));
  });
}

/** Names of the connections in use, in the order of the slots. */
export function connectionNames(slots: readonly Slot[]): string[] {
  return [...new Set(slots.map((s) => s.connection).filter(Boolean))];
}

/** Kinds of source that fit all slots of a connection; undefined where any does. */
export function kindsFor(slots: readonly Slot[], connection: string): string[] | undefined {
  return slots
    .filter((s) => s.connection === connection && s.kinds)
    .reduce<string[] | undefined>((fit, s) => fit?.filter((k) => s.kinds?.includes(k)) ?? s.kinds, undefined);
}

/** Every slot has a connection: the one of its name, else the first there is (one database serves all), else a new one. */
export function withConnections(apps: readonly DraftApp[], offered: readonly Offered[]): DraftApp[] {
  const names = connectionNames(slotsOf(apps, offered));
  return apps.map((app) => {
    const manifest = offered.find((o) => o.ref === app.template)?.manifest;
    const slots = manifest?.connections ?? [];
    const kept = Object.entries(app.connections).filter(([slot]) => slots.some((s) => s.name === slot));
    const filled: Record<string, string> = Object.fromEntries(kept);
    for (const { name } of slots) {
      if (filled[name]) continue;
      const chosen = names.find((n) => n === name) ?? names[0] ?? name;
      if (!names.includes(chosen)) names.push(chosen);
      filled[name] = chosen;
    }
    return { ...app, connections: filled };
  });
}

/** A name for one more connection. */
export function anotherName(slot: string, taken: readonly string[]): string {
  for (let n = 1; ; n++) {
    const name = n === 1 ? slot : `${slot} ${n}`;
    if (!taken.includes(name)) return name;
  }
}

import { fixtureSource } from "../../gallery/dashboards/fixture-source";
import type { FileSource, FileWish } from "../standing";

/** A dashboard in memory as the source of a file, at noon of 21 November 2026. */
export async function fileSource(change: Partial<FileSource> = {}): Promise<FileSource> {
  const source = fixtureSource("full");
  const { signal } = new AbortController();
  return {
    document: await source.document(signal),
    ask: (batch) => source.ask(batch, signal),
    now: "2026-11-21T12:00:00Z",
    limits: { rows: 100_000, cells: 1_000_000 },
    ...change,
  };
}

export const fileWish = (change: Partial<FileWish> = {}): FileWish => ({
  kind: "xlsx",
  sheet: "overview",
  selections: {},
  locked: [],
  variables: {},
  drill: {},
  local: {},
  zone: "Europe/Berlin",
  ...change,
});

"use client";

import { PageBar } from "../layout/top-bar";
import { RunContent } from "../runs/run-content";
import { RunPageSkeleton } from "../runs/run-page-skeleton";
import { SAMPLE_LOG, SAMPLE_RUNS } from "./samples";

/** The run page in one of its states, from samples. */
export function GalleryRun({ state }: { state: string }) {
  const view = SAMPLE_RUNS[state];
  return (
    <>
      <PageBar crumbs={[{ label: "Gallery", href: "/gallery" }, { label: `Run ${state}` }]} />
      {view ? <RunContent view={view} log={SAMPLE_LOG} /> : <RunPageSkeleton />}
    </>
  );
}

"use client";

import { useState } from "react";
import { PageBar } from "../../layout/top-bar";
import { Segmented } from "../../ui/segmented";
import { Sample } from "./sample";
import { sampleObjects } from "./sheet";
import { SAMPLE_STATES, type SampleState } from "./values";

/** Every kind of chart with made-up figures, in the state that the address names. */
export function ChartsGallery({ state, only }: { state: SampleState; only?: string }) {
  const [now, setNow] = useState(state);
  return (
    <>
      <PageBar crumbs={[{ label: "Gallery" }, { label: "Charts" }]} />
      <h1 className="mb-4 text-20 font-strong tracking-tight">Charts</h1>
      <div className="overflow-x-auto p-1">
        <Segmented
          label="State"
          value={now}
          onValueChange={setNow}
          options={SAMPLE_STATES.map((value) => ({ value, label: value }))}
        />
      </div>
      <div className="mt-6 grid gap-x-6 gap-y-6 md:grid-cols-2" key={now}>
        {sampleObjects
          .filter(({ id }) => !only || id === only || id.startsWith(`${only}-`))
          .map((object) => (
            <Sample key={object.id} object={object} state={now} />
          ))}
      </div>
    </>
  );
}

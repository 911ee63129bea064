"use client";

import { PageBar } from "../layout/top-bar";
import { ModelViewer } from "../model/model-viewer";
import { SAMPLE_MODELS } from "./sample-models";

/** The data model's viewer over made-up models. */
export function GalleryModel({ state }: { state: string }) {
  const model = SAMPLE_MODELS[state] ?? SAMPLE_MODELS.sound;
  if (!model) return null;
  return (
    <>
      <PageBar crumbs={[{ label: "Gallery" }, { label: "Data model" }]} />
      <h1 className="mb-6 text-20 font-strong tracking-tight">Data model, {state}</h1>
      <ModelViewer model={model} label="Data model of the gallery" sample={(field) => <p>{field}</p>} />
    </>
  );
}

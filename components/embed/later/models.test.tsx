import { Suspense } from "react";
import { renderToReadableStream } from "react-dom/server";
import { expect, test } from "vitest";
import * as models from "./models";

const waits: boolean[] = [];

/** Builds as a chart does while it is drawn. Of nothing no model is made, but the one that was asked has come. */
function Chart({ build }: { build: (input: never) => unknown }) {
  try {
    build({} as never);
  } catch (thrown) {
    waits.push(thrown instanceof Promise);
    if (thrown instanceof Promise) throw thrown;
  }
  return <p>built</p>;
}

test.each(Object.entries(models))("a chart waits for %s", async (_, build) => {
  waits.length = 0;
  const stream = await renderToReadableStream(
    <Suspense fallback={<i>waiting</i>}>
      <Chart build={build} />
    </Suspense>,
  );
  await stream.allReady;
  expect(await new Response(stream).text()).toContain("<p>built</p>");
  expect(waits[0]).toBe(true);
  expect(waits.slice(1)).not.toContain(true);
});

import { expect, test } from "vitest";
import { latePart } from "./late-part";

/** Answers in turn: an error is thrown, anything else is what was fetched. */
function answering(...answers: unknown[]) {
  const asked: unknown[] = [];
  const load = async () => {
    const answer = answers[asked.length];
    asked.push(answer);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { part: latePart(load, 0), asked };
}

const gone = new TypeError("Failed to fetch dynamically imported module");

test("many ask, it is fetched once, and all hear of it", async () => {
  const { part, asked } = answering("found");
  const heard: number[] = [];
  for (const one of [1, 2]) part.subscribe(() => heard.push(one));
  expect(part.state()).toEqual({ found: null, failed: false });
  expect(await part.fetch()).toBe("found");
  expect([asked.length, heard, part.state()]).toEqual([1, [1, 2], { found: "found", failed: false }]);
});

test("a network that is away a moment is no failure", async () => {
  const { part } = answering(gone, "found");
  expect(await part.fetch()).toBe("found");
});

test("what could not be had twice is a failure until it is asked for again", async () => {
  const { part, asked } = answering(gone, gone, "found");
  const states: unknown[] = [];
  part.subscribe(() => states.push(part.state()));
  await expect(part.fetch()).rejects.toBe(gone);
  expect([asked.length, part.state()]).toEqual([2, { found: null, failed: true }]);
  part.again();
  expect(part.state()).toEqual({ found: null, failed: false });
  expect(await part.fetch()).toBe("found");
  expect(states).toEqual([
    { found: null, failed: true },
    { found: null, failed: false },
    { found: "found", failed: false },
  ]);
});

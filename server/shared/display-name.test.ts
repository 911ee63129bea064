import { expect, it } from "vitest";
import { displayName } from "./display-name";

it.each(["Żółta Łódź & Söhne", "花見文具", "مثال للتجارة", "O’Brien 🦊", "👩‍👩‍👧 Ltd"])(
  "%s is a name",
  (name) => {
    expect(displayName.parse(` ${name} `)).toBe(name);
  },
);

it.each([
  ["nothing", "  ", "is needed"],
  ["a control character", "a\u0000b", "cannot be seen"],
  ["a line break", "a\nb", "cannot be seen"],
  ["text turned around", "\u202Emoc.live", "cannot be seen"],
  ["more than 120 characters", "x".repeat(121), "at most 120"],
])("%s is refused", (_what, name, message) => {
  expect(displayName.safeParse(name).error?.issues[0]?.message).toContain(message);
});

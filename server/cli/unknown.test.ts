import { expect, it } from "vitest";
import { unknownCommand } from "./unknown";

const NAMES = ["tenants apply", "tenants list", "runs watch", "secret rotate"];

it.each([
  [["tenants", "aply", "file.yaml"], 'There is no command "tenants aply". Did you mean "tenants apply"?'],
  [["run", "watch", "run_1"], 'There is no command "run watch". Did you mean "runs watch"?'],
  [["tenants", "obliterate"], 'There is no command "tenants obliterate". Did you mean "tenants apply"?'],
  [["--json", "weather", "now"], 'There is no command "weather now".'],
])("%j", (argv, message) => {
  expect(unknownCommand(argv, NAMES)).toBe(message);
});

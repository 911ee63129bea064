import { textLiteral } from "../convert";
import type { FunctionDefinition } from "../scope";
import { define } from "./define";

/**
 * What a script may know of where it runs. A reload runs for the tenant: there is no user, and nothing of the computer
 * is told.
 */
export const system: FunctionDefinition[] = [
  define(
    "system",
    "OSUser()",
    "SystemFunctions/system-functions",
    0,
    "The empty text: a reload runs for no user.",
    () => textLiteral(""),
  ),
  define("system", "EngineVersion()", "SystemFunctions/EngineVersion", 0, "Name of the engine.", () =>
    textLiteral("Tenantry built-in"),
  ),
  define("system", "ProductVersion()", "SystemFunctions/ProductVersion", 0, "Name of the product.", () =>
    textLiteral("Tenantry"),
  ),
];

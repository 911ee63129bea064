import { textLiteral } from "../convert";
import type { FunctionDefinition } from "../scope";
import { define } from "./define";

/**
 * What a script may know of where it runs; see
 * [system functions](https://help.qlik.com/en-US/cloud-services/Subsystems/Hub/Content/Sense_Hub/Scripting/SystemFunctions/system-functions.htm).
 * A reload runs for the tenant: there is no user, and nothing of the computer is told.
 */
export const system: FunctionDefinition[] = [
  define("system", "OSUser()", 0, "The empty text: a reload runs for no user.", () => textLiteral("")),
  define("system", "EngineVersion()", 0, "Name of the engine.", () => textLiteral("Tenantry built-in")),
  define("system", "ProductVersion()", 0, "Name of the product.", () => textLiteral("Tenantry")),
];

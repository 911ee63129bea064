import { describePlatform } from "@/server/platform/contract";
import { openBuiltin } from "./testing/harness";

describePlatform("built-in", () => openBuiltin());

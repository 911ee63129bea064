import { openStore } from "@/db/store";
import { systemClock as clock } from "@/server/shared/clock";
import { rotateSecret } from "../rotate-secret";

/** A rotation, as a process of its own, that is killed with -9 after its first batch. */
const [url = "", from = "", to = ""] = process.argv.slice(2);
const store = await openStore(url);
await rotateSecret({
  store,
  clock,
  actor: { type: "local", id: "cli" },
  from,
  to,
  batch: 2,
  onBatch: () => process.kill(process.pid, "SIGKILL"),
});

/**
 * A process to be killed: tells announcements that have begun. Started by `kill.test.ts` with the database's file, and
 * after how many transactions it dies by itself.
 */
import { openSqliteStore } from "@/db/store.sqlite";
import { tellStarted } from "@/server/announcements";
import { testServices } from "@/server/testing/context";
import { dyingAfter } from "@/server/testing/dying-store";

const [database = "", dies = "0"] = process.argv.slice(2);
const store = dyingAfter(await openSqliteStore(database), Number(dies));
const services = await testServices({ store });
process.stdout.write("READY\n");
await tellStarted(services);
process.stdout.write("DONE\n");
await store.close();

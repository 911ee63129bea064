/**
 * A process to be killed: uploads a file of people. Started by `import-kill.test.ts` with the database, the tenant, the
 * file, and after how many transactions it dies by itself.
 */
import { readFileSync } from "node:fs";
import { openSqliteStore } from "@/db/store.sqlite";
import { importUpload } from "@/server/members";
import { as, operator, testServices } from "@/server/testing/context";
import { dyingAfter } from "@/server/testing/dying-store";

const [database = "", tenantId = "", file = "", dies = "0"] = process.argv.slice(2);
const store = dyingAfter(await openSqliteStore(database), Number(dies));
const ctx = as(await testServices({ store }), operator());
process.stdout.write("READY\n");
const { failed } = await importUpload(ctx, { tenantId, text: readFileSync(file, "utf8") });
process.stdout.write(failed.length === 0 ? "DONE\n" : `BAD ${JSON.stringify(failed)}\n`);
await store.close();

import { renderToBuffer } from "@react-pdf/renderer";
import type { FromDrawer, ToDrawer } from "@/server/billing/paper/model";
import { loadFonts } from "../fonts";
import { InvoiceDocument } from "./invoice";

/*
 * The process that draws invoices, one after the other, until the portal lets go of it. It holds no connection and no
 * secret: what is printed comes in words.
 */

const say = (message: FromDrawer) => process.send?.(message);

async function draw({ id, paper }: ToDrawer): Promise<void> {
  try {
    await loadFonts();
    const bytes = await renderToBuffer(<InvoiceDocument paper={paper} />);
    say({ id, bytes: new Uint8Array(bytes) });
  } catch (error) {
    say({ id, problem: error instanceof Error ? error.message : String(error) });
  }
}

let last = Promise.resolve();
process.on("message", (message: ToDrawer) => {
  last = last.then(() => draw(message));
});
process.on("disconnect", () => process.exit(0));

import type { DashboardSource } from "../dashboards";
import { type PreparedDashboard, prepareDashboard } from "../dashboards/prepared";
import { onlyObject } from "./only-object";
import type { Opening } from "./opening";
import type { EmbedOptions } from "./protocol";
import type { EmbedSession } from "./session";
import { embedSource } from "./source";
import { speak } from "./speaking";

/** Figures that come within this time are drawn at once; otherwise the frame shows that it is waiting. */
const PATIENCE_MS = 150;

interface Wishes {
  brand: "on" | "off";
  language: string | undefined;
  object: string | undefined;
}

export const wishesOf = ({ brand = "on", language, object }: EmbedOptions): Wishes => ({
  brand,
  language,
  object,
});

export const sameWishes = (a: Wishes, b: Wishes) =>
  a.brand === b.brand && a.language === b.language && a.object === b.object;

/** Nothing is drawn before the document: it waits for the words it will be drawn with. */
export function speakingSource(session: EmbedSession, { brand, language, object }: Wishes): DashboardSource {
  const plain = embedSource(session, brand);
  return {
    ...plain,
    async document(signal) {
      const document = await plain.document(signal);
      await speak(language ?? document.language);
      return object === undefined ? document : onlyObject(document, object);
    },
  };
}

export interface Prepared extends Wishes {
  session: EmbedSession;
  /** What the page around wished when it was begun, and may have changed since. */
  selections: EmbedOptions["selections"];
  dashboard: PreparedDashboard;
}

const patience = () => new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS));

/** Settles when the page around has said what it wishes. */
const wished = (opening: Opening) =>
  new Promise<void>((resolve) => {
    if (opening.options()) return resolve();
    const stop = opening.hear(() => {
      if (!opening.options()) return;
      stop();
      resolve();
    });
  });

/**
 * Asks for the first figures before anything is drawn, so that they are mostly there when it is. Null where the page
 * around does not say what it wishes.
 */
export async function prepare(opening: Opening): Promise<Prepared | null> {
  const late = patience();
  await Promise.race([wished(opening), late]);
  const said = opening.options();
  if (!said) return null;
  const wishes = wishesOf(said);
  const source = speakingSource(opening.session, wishes);
  const { sheet, selections } = said;
  const start = wishes.object === undefined ? { sheet, selections } : { selections };
  const dashboard = prepareDashboard({ source, language: wishes.language, ...start });
  await Promise.race([dashboard.answered, late]);
  return { ...wishes, selections, session: opening.session, dashboard };
}

/** What was prepared, where it is still what is wished; otherwise it ends. */
export function stillWished(prepared: Prepared | null, options: EmbedOptions | null): Prepared | null {
  if (!prepared || !options) return prepared;
  const same =
    sameWishes(prepared, wishesOf(options)) &&
    JSON.stringify(prepared.selections) === JSON.stringify(options.selections);
  if (!same) prepared.dashboard.store.stop();
  return same ? prepared : null;
}

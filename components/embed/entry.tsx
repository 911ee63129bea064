import { CSPProvider } from "@base-ui/react/csp-provider";
import { useTranslations } from "next-intl";
import { createRoot } from "react-dom/client";
import { Embed } from "./embed";
import { opening } from "./opening";
import { prepare } from "./prepare";
import { Speaking, speak } from "./speaking";
import { EmbedMessage } from "./states";

/** Weights of texts in charts: asked for now, so that no chart is drawn twice for want of its font. */
for (const weight of [420, 640])
  void document.fonts.load(`${weight} 12px ${getComputedStyle(document.body).fontFamily}`);

const language = new URLSearchParams(location.hash.slice(1)).get("lang");

/** Shown where no page is around, or one that is not what it says. */
function Alone() {
  const t = useTranslations("embeds.frame.alone");
  return <EmbedMessage title={t("title")} text={t("text")} />;
}

/** No `await` of the module itself: what is loaded meanwhile may import from its file, and would wait for it. */
async function start(): Promise<void> {
  if (language || !opening) void speak(language ?? navigator.language);
  const prepared = opening && (await prepare(opening));
  const root = document.getElementById("embed");
  if (!root) return;
  createRoot(root).render(
    <CSPProvider disableStyleElements>
      <Speaking>{opening ? <Embed opening={opening} prepared={prepared} /> : <Alone />}</Speaking>
    </CSPProvider>,
  );
}

void start();

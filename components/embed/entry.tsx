import { CSPProvider } from "@base-ui/react/csp-provider";
import { useTranslations } from "next-intl";
import { createRoot } from "react-dom/client";
import { Embed } from "./embed";
import { hostLink } from "./host-link";
import { Speaking } from "./speaking";
import { EmbedMessage } from "./states";

const link = hostLink();
const app = location.pathname.split("/").at(-1) ?? "";
const language = new URLSearchParams(location.hash.slice(1)).get("lang");

/** Shown where no page is around, or one that is not what it says. */
function Alone() {
  const t = useTranslations("embeds.frame.alone");
  return <EmbedMessage title={t("title")} text={t("text")} />;
}

const root = document.getElementById("embed");
if (root)
  createRoot(root).render(
    <CSPProvider disableStyleElements>
      <Speaking first={language ?? (link ? null : navigator.language)}>
        {link ? <Embed link={link} app={app} /> : <Alone />}
      </Speaking>
    </CSPProvider>,
  );

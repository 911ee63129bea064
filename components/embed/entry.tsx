import { CSPProvider } from "@base-ui/react/csp-provider";
import { IntlProvider, useTranslations } from "next-intl";
import { createRoot } from "react-dom/client";
import { Embed } from "./embed";
import { hostLink } from "./host-link";
import { messages } from "./messages";
import { EmbedMessage } from "./states";

const link = hostLink();
const app = location.pathname.split("/").at(-1) ?? "";

/** Shown where no page is around, or one that is not what it says. */
function Alone() {
  const t = useTranslations("embeds.frame.alone");
  return <EmbedMessage title={t("title")} text={t("text")} />;
}

const root = document.getElementById("embed");
if (root)
  createRoot(root).render(
    <CSPProvider disableStyleElements>
      <IntlProvider
        locale="en-GB"
        messages={messages}
        timeZone={new Intl.DateTimeFormat().resolvedOptions().timeZone}
      >
        {link ? <Embed link={link} app={app} /> : <Alone />}
      </IntlProvider>
    </CSPProvider>,
  );

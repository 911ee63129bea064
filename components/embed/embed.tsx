import { useTranslations } from "next-intl";
import { useEffect, useMemo, useRef, useState } from "react";
import { fetchDrawing } from "../charts/draw/library";
import { Dashboard } from "../dashboards";
import type { HostLink } from "./host-link";
import { openGate } from "./later/gate";
import type { Closed } from "./later/suspended";
import { AROUND } from "./only-object";
import type { Opening } from "./opening";
import { type Prepared, sameWishes, speakingSource, stillWished, wishesOf } from "./prepare";
import { EmbedMessage, OfflineNotice } from "./states";
import { useHost } from "./use-host";

/** What a reader is told by the code of a refusal; anything else is for whoever set the embed up. */
const WHY: Record<string, "expired" | "full"> = {
  "embeds.no_token": "expired",
  "embeds.session": "expired",
  "usage.limit": "full",
};

/** After this long without a word from the page around, the wait is explained. */
const PATIENCE_MS = 4_000;

function useLater(ms: number): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return late;
}

function useOnline(onBack: () => void): boolean {
  const [online, setOnline] = useState(navigator.onLine);
  const back = useRef(onBack);
  back.current = onBack;
  useEffect(() => {
    const change = () => {
      setOnline(navigator.onLine);
      if (navigator.onLine) back.current();
    };
    addEventListener("online", change);
    addEventListener("offline", change);
    return () => {
      removeEventListener("online", change);
      removeEventListener("offline", change);
    };
  }, []);
  return online;
}

/** Tells the page around how high the dashboard is, so that it need not scroll inside. */
function useSize(link: HostLink) {
  useEffect(() => {
    let last = "";
    const observer = new ResizeObserver(() => {
      const { offsetWidth: width, offsetHeight: height } = document.body;
      if (last === `${width} ${height}`) return;
      last = `${width} ${height}`;
      link.say({ type: "resize", width, height });
    });
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [link]);
}

/** The dashboard of one app inside a foreign page. */
export function Embed({ opening, prepared: begun }: { opening: Opening; prepared: Prepared | null }) {
  const { link } = opening;
  const t = useTranslations("embeds.frame");
  const { options, session, refused, retry, handle } = useHost(opening);
  const late = useLater(PATIENCE_MS);
  const online = useOnline(() => handle.current?.refresh());
  useSize(link);
  const [prepared] = useState(() => stillWished(begun, options));
  const { brand, language, object } = wishesOf(options ?? {});
  const source = useMemo(
    () =>
      prepared?.session === session && sameWishes(prepared, { brand, language, object })
        ? prepared.dashboard.source
        : speakingSource(session, { brand, language, object }),
    [session, brand, language, object, prepared],
  );
  const theme = options?.theme === "auto" ? undefined : options?.theme;
  useEffect(() => {
    if (brand === "off") delete document.documentElement.dataset.font;
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  }, [theme, brand]);
  const [closed, setClosed] = useState<Closed>();
  useEffect(() => {
    if (refused?.code === "embeds.suspended")
      import("./later/suspended").then(
        (m) => setClosed(m.closedPage(refused.params, language)),
        // The page of any refusal stands meanwhile, with a way to try again.
        () => undefined,
      );
    else setClosed(undefined);
  }, [refused, language]);
  if (closed)
    return (
      <div lang={closed.language} style={closed.look} className="border-t-4 border-(--brand)">
        <EmbedMessage title={closed.title} text={closed.text} action={{ label: closed.again, run: retry }} />
      </div>
    );
  if (refused) {
    const why = WHY[refused.code] ?? "refused";
    return (
      <EmbedMessage
        title={t(`${why}.title`)}
        text={t(`${why}.text`)}
        detail={refused.code === "embeds.token" ? refused.message : undefined}
        action={{ label: t("again"), run: retry }}
      />
    );
  }
  if (!options) return late ? <EmbedMessage title={t("waiting.title")} text={t("waiting.text")} /> : null;
  return (
    <>
      {online ? null : <OfflineNotice />}
      <Dashboard
        source={source}
        prepared={prepared?.dashboard}
        language={options.language}
        theme={theme}
        sheet={object === undefined ? options.sheet : undefined}
        selections={options.selections}
        hide={object === undefined ? options.hide : AROUND}
        ref={handle}
        onReady={(state) => {
          const say = () => {
            link.say({ type: "ready", state, ms: Math.round(performance.now()) });
            openGate();
          };
          // Mostly the library is there before the figures are.
          fetchDrawing().then(say, say);
        }}
        onSelection={(state) => link.say({ type: "selection", state })}
        onSheet={(state) => link.say({ type: "sheet", state })}
        onError={({ code, message }) => link.say({ type: "error", code, message })}
      />
    </>
  );
}

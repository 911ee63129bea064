"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import type { DashboardPart } from "../dashboards/source";
import { CopyButton } from "../patterns/copy-button";
import { Checkbox } from "../ui/checkbox";
import { Select } from "../ui/select";
import { Tab, TabList, TabPanel, Tabs } from "../ui/tabs";
import { RailPart } from "./rail-part";
import { SERVERS, type Server } from "./server-snippets";
import { htmlSnippet, reactSnippet, type SnippetFacts } from "./snippets";

const WAYS = ["html", "react", "server"] as const;
type Way = (typeof WAYS)[number];
const SERVER_OPTIONS = (Object.keys(SERVERS) as Server[]).map((value) => ({
  value,
  label: SERVERS[value].name,
}));
const PARTS: DashboardPart[] = ["tabs", "selections", "filters", "menu", "bookmarks", "toolbar"];

/** Code for the vendor's page and server, of the looks chosen beside it. */
export function Snippet({ facts, onHide }: { facts: SnippetFacts; onHide: (hide: DashboardPart[]) => void }) {
  const t = useTranslations("embeds.snippet");
  const id = useId();
  const [way, setWay] = useState<Way>("html");
  const [server, setServer] = useState<Server>("node");
  const codeOf: Record<Way, (facts: SnippetFacts) => string> = {
    html: htmlSnippet,
    react: reactSnippet,
    server: SERVERS[server].snippet,
  };
  return (
    <RailPart
      id={id}
      title={t("title")}
      action={<CopyButton text={() => codeOf[way](facts)} label={t("copy")} />}
    >
      <Tabs value={way} onValueChange={(next) => setWay(next as Way)}>
        <TabList aria-label={t("title")}>
          {WAYS.map((name) => (
            <Tab key={name} value={name}>
              {t(name)}
            </Tab>
          ))}
        </TabList>
        {WAYS.map((name) => (
          <TabPanel key={name} value={name}>
            {name === "server" ? (
              <div className="mt-2 grid gap-1.5">
                <Select
                  aria-label={t("language")}
                  value={server}
                  onValueChange={setServer}
                  options={SERVER_OPTIONS}
                />
                {SERVERS[server].tested ? null : <p className="text-12 text-ink-2">{t("untested")}</p>}
              </div>
            ) : null}
            <section
              aria-label={t("code")}
              // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling by keyboard
              tabIndex={0}
              className="mt-2 max-h-72 overflow-auto rounded-2 bg-sunken p-3"
            >
              <pre className="text-12 leading-5">
                <code className="text-[1em]">{codeOf[name](facts)}</code>
              </pre>
            </section>
          </TabPanel>
        ))}
      </Tabs>
      <fieldset className="mt-3 grid grid-cols-2 gap-x-3 gap-y-1.5 text-13">
        <legend className="sr-only">{t("shows")}</legend>
        {PARTS.map((part) => (
          <label key={part} className="flex min-h-6 items-center gap-2 max-md:min-h-10">
            <Checkbox
              checked={!facts.hide.includes(part)}
              onCheckedChange={(shown) =>
                onHide(PARTS.filter((other) => (other === part ? !shown : facts.hide.includes(other))))
              }
            />
            {t(part)}
          </label>
        ))}
      </fieldset>
      <p className="mt-3 text-12 text-ink-3">{t("guide")}</p>
    </RailPart>
  );
}

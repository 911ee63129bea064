"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import type { DashboardPart } from "../dashboards/source";
import { CopyButton } from "../patterns/copy-button";
import { Checkbox } from "../ui/checkbox";
import { Tab, TabList, TabPanel, Tabs } from "../ui/tabs";
import { RailPart } from "./rail-part";
import { htmlSnippet, nodeSnippet, reactSnippet, type SnippetFacts } from "./snippets";

const WAYS = { html: htmlSnippet, react: reactSnippet, node: nodeSnippet } as const;
type Way = keyof typeof WAYS;
const PARTS: DashboardPart[] = ["tabs", "selections", "filters", "menu", "bookmarks", "toolbar"];

/** Code for the vendor's page and server, of the looks chosen beside it. */
export function Snippet({ facts, onHide }: { facts: SnippetFacts; onHide: (hide: DashboardPart[]) => void }) {
  const t = useTranslations("embeds.snippet");
  const id = useId();
  const [way, setWay] = useState<Way>("html");
  const ways = Object.keys(WAYS) as Way[];
  return (
    <RailPart
      id={id}
      title={t("title")}
      action={<CopyButton text={() => WAYS[way](facts)} label={t("copy")} />}
    >
      <Tabs value={way} onValueChange={(next) => setWay(next as Way)}>
        <TabList aria-label={t("title")}>
          {ways.map((name) => (
            <Tab key={name} value={name}>
              {t(name)}
            </Tab>
          ))}
        </TabList>
        {ways.map((name) => (
          <TabPanel key={name} value={name}>
            <section
              aria-label={t("code")}
              // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling by keyboard
              tabIndex={0}
              className="mt-2 max-h-72 overflow-auto rounded-2 bg-sunken p-3"
            >
              <pre className="text-12 leading-5">
                <code className="text-[1em]">{WAYS[name](facts)}</code>
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

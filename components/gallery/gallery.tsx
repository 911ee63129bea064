"use client";

import { useState } from "react";
import { PageBar } from "../layout/top-bar";
import { CopyId } from "../patterns/copy-button";
import { ErrorState } from "../patterns/error-state";
import { FilterChip } from "../patterns/filter-bar";
import { ForbiddenState } from "../patterns/forbidden-state";
import { Meter } from "../patterns/meter";
import { Notice } from "../patterns/notice";
import { Plot } from "../patterns/plot";
import { SearchInput } from "../patterns/search-input";
import { SegmentBar } from "../patterns/segment-bar";
import { StatusMark } from "../patterns/status-mark";
import { TitleBlock, TitleCell } from "../patterns/title-block";
import { TenantsEmpty } from "../tenants/tenants-empty";
import { Badge, Card, Skeleton } from "../ui/small";
import { TONES } from "../ui/status-icon";
import { Tab, TabList, TabPanel, Tabs } from "../ui/tabs";
import { Controls } from "./gallery-controls";
import { Tables } from "./gallery-tables";
import { Section } from "./section";

const LONG = "Bergmann Haushaltswarengroßhandelsgesellschaft mbH & Co. KG Süd";

/** Every pattern in its states, for looking at them and for the accessibility check. */
export function Gallery() {
  const [plan, setPlan] = useState<string | null>("growth");
  const [text, setText] = useState("aurora");
  const facets = [
    { value: "starter", label: "Starter", count: 12 },
    { value: "growth", label: "Growth", count: 202 },
  ];
  return (
    <>
      <PageBar crumbs={[{ label: "Gallery" }]} />
      <h1 className="mb-6 text-20 font-strong tracking-tight">Gallery</h1>
      <Controls />
      <Section title="States">
        {TONES.map((tone) => (
          <StatusMark key={tone} tone={tone}>
            {tone}
          </StatusMark>
        ))}
        {TONES.map((tone) => (
          <StatusMark key={tone} tone={tone} box>
            {tone}
          </StatusMark>
        ))}
      </Section>
      <Section title="Plots">
        {Array.from({ length: 24 }, (_, i) => `ten_01jd8k4qx2${i}`).map((id) => (
          <Plot key={id} id={id} />
        ))}
        {[0, 0.3, 0.6, 1].map((share) => (
          <Plot key={share} id="ten_01jd8k4qx2" size={40} progress={share} />
        ))}
      </Section>
      <Section title="Meters">
        {[0, 0.22, 0.83, 1].map((value) => (
          <div key={value} className="w-40">
            <Meter value={value} label={`Rows ${value}`} tone={value === 0.83 ? "running" : "plain"} />
          </div>
        ))}
        <SegmentBar
          className="w-full"
          label="3 of 6 steps done"
          segments={["done", "done", "done", "running", "failed", "waiting"].map((state, i) => ({
            key: String(i),
            state: state as "done",
            share: 0.5,
          }))}
        />
      </Section>
      <Section title="Facts">
        <TitleBlock className="w-full">
          <TitleCell label="State">
            <StatusMark tone="warning">Data late</StatusMark>
          </TitleCell>
          <TitleCell label="Plan" remark="25 people">
            Starter
          </TitleCell>
          <TitleCell label="Name">{LONG}</TitleCell>
          <TitleCell label="Run">
            <CopyId value="run_01jd8k5a7cq" />
          </TitleCell>
        </TitleBlock>
        <Card title="Apps" aside={<Badge accent>update</Badge>} footer="Published 4.2.0" className="w-full">
          <p className="px-4 py-3">Sales</p>
        </Card>
        <Tabs defaultValue="a" className="w-full">
          <TabList>
            <Tab value="a">All</Tab>
            <Tab value="b">Failed</Tab>
          </TabList>
          <TabPanel value="a" className="py-2">
            Every tenant
          </TabPanel>
          <TabPanel value="b">Failed ones</TabPanel>
        </Tabs>
      </Section>
      <Section title="Filters">
        <SearchInput value={text} onChange={setText} label="Search tenants" placeholder="Name, slug or id" />
        <FilterChip name="Plan" value={plan} onChange={setPlan} facets={facets} />
        <FilterChip name="State" value={null} onChange={() => undefined} facets={facets} />
      </Section>
      <Tables />
      <Section title="Notices and what went wrong">
        {TONES.map((tone) => (
          <Notice key={tone} tone={tone} className="w-full">
            Column <code>discount_pct</code> is missing in <code>order_lines</code>.
          </Notice>
        ))}
        <ErrorState error={new Error("x")} onRetry={() => undefined} className="w-full" />
        <ErrorState error={new Error("x")} digest="2301441" onRetry={() => undefined} className="w-full" />
        <ForbiddenState permission="runs:read" />
        <Skeleton className="h-8 w-full" />
      </Section>
      <Section title="Nothing there yet">
        <div className="w-full">
          <TenantsEmpty />
        </div>
      </Section>
    </>
  );
}

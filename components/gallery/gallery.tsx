"use client";

import { Plus, Settings2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { PageBar } from "../layout/top-bar";
import { CopyId } from "../patterns/copy-button";
import { DataTable, RowLink, TwoLines } from "../patterns/data-table";
import { FilteredEmpty } from "../patterns/empty-state";
import { ErrorState } from "../patterns/error-state";
import { FilterChip } from "../patterns/filter-bar";
import { ForbiddenState } from "../patterns/forbidden-state";
import { Meter } from "../patterns/meter";
import { Notice } from "../patterns/notice";
import { Pager } from "../patterns/pager";
import { Plot } from "../patterns/plot";
import { SearchInput } from "../patterns/search-input";
import { SegmentBar } from "../patterns/segment-bar";
import { StatusMark } from "../patterns/status-mark";
import { TitleBlock, TitleCell } from "../patterns/title-block";
import { TenantsEmpty } from "../tenants/tenants-empty";
import { AlertDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input, Textarea } from "../ui/input";
import { Menu, MenuItem } from "../ui/menu";
import { Popover } from "../ui/popover";
import { Segmented } from "../ui/segmented";
import { Select } from "../ui/select";
import { Badge, Card, Kbd, Skeleton } from "../ui/small";
import { TONES } from "../ui/status-icon";
import { Switch } from "../ui/switch";
import { Tab, TabList, TabPanel, Tabs } from "../ui/tabs";
import { notify } from "../ui/toast";
import { Tooltip } from "../ui/tooltip";

const LONG = "Bergmann Haushaltswarengroßhandelsgesellschaft mbH & Co. KG Süd";
const NAMES = ["Delacroix & Fils", "ハナミ文房具店", LONG, "Kivi & Koski"];

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mb-8" aria-label={title}>
      <h2 className="mb-3 text-16 font-strong tracking-tight">{title}</h2>
      <div className="flex flex-wrap items-start gap-3">{children}</div>
    </section>
  );
}

function Controls() {
  const [plan, setPlan] = useState<"starter" | "growth">("starter");
  const [asked, setAsked] = useState(false);
  return (
    <>
      <Section title="Buttons">
        <Button variant="primary">
          <Plus /> Create tenant
        </Button>
        <Button>Export</Button>
        <Button variant="quiet">Clear filters</Button>
        <Button variant="danger">Cancel run…</Button>
        <Button disabled>Next</Button>
        <Button busy>Saving</Button>
        <Tooltip content="Settings of this list">
          <Button square aria-label="Settings">
            <Settings2 />
          </Button>
        </Tooltip>
        <Button size="s">Small</Button>
        <Button size="l">Large</Button>
      </Section>
      <Section title="Fields">
        <Field label="Host" hint="Name or address of the database." className="w-64">
          <Input defaultValue="db.aurora.example" />
        </Field>
        <Field label="Port" error="Use a number from 1 to 65535." className="w-32">
          <Input defaultValue="70000" />
        </Field>
        <Field label="Plan" className="w-44">
          <Select
            value={plan}
            onValueChange={setPlan}
            options={[
              { value: "starter", label: "Starter" },
              { value: "growth", label: "Growth" },
            ]}
          />
        </Field>
        <Field label="Remark" className="w-64">
          <Textarea defaultValue="One customer, two databases." />
        </Field>
        <Checkbox aria-label="Read only" defaultChecked />
        <Checkbox aria-label="Verify TLS" />
        <Switch aria-label="Schedule" defaultChecked />
        <Segmented
          label="Level"
          value={plan}
          onValueChange={setPlan}
          options={[
            { value: "starter", label: "All" },
            { value: "growth", label: "Errors" },
          ]}
        />
      </Section>
      <Section title="What floats">
        <Menu trigger={<Button>Menu</Button>}>
          <MenuItem>Open</MenuItem>
          <MenuItem>Copy id</MenuItem>
        </Menu>
        <Popover trigger={<Button>Popover</Button>} title="Columns">
          <p className="p-2">Columns of this list</p>
        </Popover>
        <Dialog trigger={<Button>Dialog</Button>} title="Shortcuts" closeLabel="Close">
          <p>
            Search <Kbd>/</Kbd>
          </p>
        </Dialog>
        <Button variant="danger" onClick={() => setAsked(true)}>
          Undo run…
        </Button>
        <AlertDialog
          open={asked}
          onOpenChange={setAsked}
          title="Undo this run?"
          confirm="Undo run"
          cancel="Leave as it is"
          danger
          onConfirm={() => setAsked(false)}
        >
          Removes 1 app, 1 connection with its secret, 2 spaces, 3 groups.
        </AlertDialog>
        <Button onClick={() => notify({ title: "The run goes on" })}>Toast</Button>
        <Button
          onClick={() =>
            notify({
              kind: "error",
              title: "The run could not be changed",
              description: "A run that is running cannot be undone. Wait until it has ended.",
              requestId: "req_01jd8h31k4",
            })
          }
        >
          Error toast
        </Button>
      </Section>
    </>
  );
}

function Tables() {
  const columns = [
    {
      id: "name",
      header: "Tenant",
      sort: "name",
      card: "title" as const,
      width: "50%",
      cell: (row: { id: string; name: string }) => (
        <RowLink href="/gallery" mark={<Plot id={row.id} />} below="slug">
          {row.name}
        </RowLink>
      ),
    },
    {
      id: "state",
      header: "State",
      card: "state" as const,
      cell: () => (
        <TwoLines below={<span className="pl-5">Step 8, column missing</span>}>
          <StatusMark tone="failed">Failed</StatusMark>
        </TwoLines>
      ),
    },
    { id: "rows", header: "Rows", numeric: true, card: "detail" as const, cell: () => "4,102,118" },
  ];
  const rows = NAMES.map((name, i) => ({ id: `ten_${i}`, name }));
  const common = { columns, href: () => "/gallery", sorting: { by: "name", dir: "asc" as const } };
  return (
    <>
      <Section title="Table">
        <div className="w-full">
          <DataTable {...common} label="Tenants" rows={rows} onSort={() => undefined} />
          <Pager shown={4} total={214} cursor="x" next="y" onCursor={() => undefined} />
        </div>
      </Section>
      <Section title="Table, other rows on the way">
        <div className="w-full">
          <DataTable {...common} label="Tenants, stale" rows={rows.slice(0, 2)} stale />
        </div>
      </Section>
      <Section title="Table, loading">
        <div className="w-full">
          <DataTable {...common} label="Tenants, loading" rows={null} />
        </div>
      </Section>
      <Section title="Table, nothing matches">
        <div className="w-full">
          <DataTable
            {...common}
            label="Tenants, empty"
            rows={[]}
            empty={
              <FilteredEmpty action={<Button size="s">Clear filters</Button>}>
                No tenant has plan Scale.
              </FilteredEmpty>
            }
          />
        </div>
      </Section>
    </>
  );
}

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

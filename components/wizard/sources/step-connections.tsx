"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { isBlocking } from "@/server/drafts/check-model";
import { Notice } from "../../patterns/notice";
import { useTRPC } from "../../providers/trpc";
import { Segmented } from "../../ui/segmented";
import { StepHead } from "../step-head";
import { useWizard } from "../wizard-context";
import { WizardFoot } from "../wizard-foot";
import { KindTiles } from "./kind-tiles";
import { SchemaCheck } from "./schema-check";
import { SlotTable } from "./slot-table";
import { connectionNames, kindsFor, slotsOf, withConnections } from "./slots";
import { type EditorHandle, SourceEditor } from "./source-editor";
import { useSources } from "./use-sources";

/** Where the customer's data are: a connection for every slot, its tables against what the templates read. */
export function StepConnections() {
  const t = useTranslations("drafts.sources");
  const trpc = useTRPC();
  const { draft, go } = useWizard();
  const { data: forms = [] } = useQuery(trpc.connections.forms.queryOptions());
  const sources = useSources();
  const { offered } = sources;
  const apps = draft.data.apps ?? [];
  const { change } = draft;

  useEffect(() => {
    if (offered.length === 0) return;
    const filled = withConnections(apps, offered);
    if (JSON.stringify(filled) !== JSON.stringify(apps)) change({ apps: filled });
  }, [apps, offered, change]);

  const slots = slotsOf(apps, offered);
  const names = connectionNames(slots);
  const [asked, setAsked] = useState<string | null>(null);
  const name = asked && names.includes(asked) ? asked : (names[0] ?? "");
  const row = draft.saved?.connections.find((c) => c.name === name);
  const kind = draft.data.connections?.find((c) => c.name === name)?.kind ?? row?.kind ?? "";
  const source = forms.find((f) => f.kind === kind);
  const editor = useRef<EditorHandle>(null);
  const notice = useRef<HTMLDivElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  function chooseKind(next: string) {
    const rest = (draft.data.connections ?? []).filter((c) => c.name !== name);
    const kept = row?.kind === next ? row.properties : {};
    draft.change({ connections: [...rest, { name, kind: next, properties: kept }] });
  }

  function stop(message: string): void {
    setProblem(message);
    requestAnimationFrame(() => notice.current?.focus());
  }

  async function proceed(): Promise<void> {
    if (slots.length > 0 && !source) return stop(t("chooseKind"));
    if (editor.current && !(await editor.current.ensure())) return;
    const blocked = (await sources.settled()).filter((c) => isBlocking(c.check));
    if (blocked.length > 0)
      return stop(t("blocked", { tables: blocked.map((b) => b.declared.name).join(", ") }));
    const saved = await draft.settle().catch(() => null);
    if (!saved) return;
    const wrong = saved.problems.find((p) => p.step === "connections");
    if (!wrong) return void (await go("people"));
    const slot = slots.find((s) => `apps[${s.app}].connections.${s.name}` === wrong.path);
    if (slot && slot.connection !== name) setAsked(slot.connection);
    stop(
      slot
        ? t("slotProblem", { slot: slot.connection, message: wrong.message })
        : t("problem", { message: wrong.message }),
    );
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    setProblem(null);
    setBusy(true);
    await proceed().finally(() => setBusy(false));
  }

  return (
    <form noValidate onSubmit={submit} className="flex flex-1 flex-col">
      <StepHead title={t("title", { name: draft.data.details?.name ?? "" })}>{t("lead")}</StepHead>
      <div className="max-w-(--w-page) flex-1">
        {problem ? (
          <div ref={notice} tabIndex={-1} className="mb-5 rounded-2">
            <Notice tone="failed" live>
              {problem}
            </Notice>
          </div>
        ) : null}
        {slots.length === 0 ? (
          <p className="text-ink-2">{apps.length === 0 ? t("noTemplates") : t("noSlots")}</p>
        ) : (
          <>
            {slots.length > 1 ? <SlotTable slots={slots} names={names} /> : null}
            {names.length > 1 ? (
              <Segmented
                label={t("which")}
                value={name}
                onValueChange={setAsked}
                options={names.map((value) => ({ value, label: value }))}
                className="mb-4 max-w-full flex-wrap"
              />
            ) : null}
            <KindTiles
              key={`kinds ${name}`}
              forms={forms}
              allowed={kindsFor(slots, name)}
              value={kind}
              onChange={chooseKind}
            />
            {source ? (
              <SourceEditor key={`${name} ${kind}`} ref={editor} name={name} source={source} row={row} />
            ) : null}
            <SchemaCheck sources={sources} connection={name} />
          </>
        )}
      </div>
      <WizardFoot busy={busy} />
    </form>
  );
}

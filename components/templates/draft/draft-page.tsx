"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { MoreHorizontal, Play } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useEffect, useState } from "react";
import { PageBar } from "../../layout/top-bar";
import { ErrorState, errorText, publicError } from "../../patterns/error-state";
import { Notice } from "../../patterns/notice";
import { PageHeader } from "../../patterns/page-header";
import { RelativeTime } from "../../patterns/relative-time";
import { useMe } from "../../providers/me";
import { useTRPC } from "../../providers/trpc";
import { TenantPageSkeleton } from "../../tenants/tenant-page-skeleton";
import { AlertDialog } from "../../ui/alert-dialog";
import { Button } from "../../ui/button";
import { Menu, MenuItem, MenuSeparator } from "../../ui/menu";
import { Badge } from "../../ui/small";
import { Tab, TabList, TabPanel, Tabs } from "../../ui/tabs";
import { notify } from "../../ui/toast";
import { CompareTab } from "./compare-tab";
import { ConflictDialog } from "./conflict-dialog";
import { FilesTab } from "./files-tab";
import { HistoryTab } from "./history-tab";
import { ReleaseDialog } from "./release-dialog";
import { RunsTab } from "./runs-tab";
import { ScriptTab } from "./script-tab";
import { SheetsTab } from "./sheets-tab";
import { TextPanel } from "./text-panel";
import { type DraftWork, useDraft } from "./use-draft";

const TABS = ["script", "sheets", "template", "files", "runs", "history", "compare"] as const;

/** Asks before the tab is closed over unsaved changes. */
function useLeaveWarning(unsaved: boolean) {
  useEffect(() => {
    if (!unsaved) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [unsaved]);
}

/** Saves, then runs; a draft that cannot be saved is not run. */
function useTryOut(work: DraftWork, onStart: (run: string) => void) {
  const t = useTranslations("authoring.actions");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const start = useMutation(
    trpc.templates.drafts.reload.mutationOptions({
      onSuccess({ run }) {
        notify({ title: t("started") });
        void queries.invalidateQueries({
          queryKey: trpc.templates.drafts.trials.queryKey({ id: work.id }),
        });
        onStart(run);
      },
      onError: (error) =>
        notify({
          ...{ kind: "error", title: t("failed"), description: errorText(error) },
          requestId: publicError(error).requestId,
        }),
    }),
  );
  const run = async () => {
    if (work.readOnly || start.isPending) return;
    if (await work.save()) start.mutate({ id: work.id });
  };
  return { run: () => void run(), starting: start.isPending };
}

interface HeadProps {
  work: DraftWork;
  tryOut: ReturnType<typeof useTryOut>;
  /** The design of a sheet has changes that are not saved. */
  designing: boolean;
}

function Actions({ work, tryOut, designing }: HeadProps) {
  const t = useTranslations("authoring.actions");
  const [asking, setAsking] = useState<"release" | "discard" | null>(null);
  const { id, readOnly } = work;
  const broken = work.issues.length > 0;
  const more = (
    <Menu
      align="end"
      trigger={
        <Button square aria-label={t("more")} className="max-md:flex-none!">
          <MoreHorizontal />
        </Button>
      }
    >
      <MenuItem onClick={() => window.location.assign(`/api/templates/${id}/export?version=draft`)}>
        {t("export")}
      </MenuItem>
      {readOnly ? null : (
        <>
          <MenuSeparator />
          <MenuItem onClick={() => setAsking("discard")}>{t("discard")}</MenuItem>
        </>
      )}
    </Menu>
  );
  if (readOnly) return more;
  return (
    <>
      {more}
      <Button
        busy={work.saving}
        disabled={work.dirty.length === 0 && !work.saving}
        onClick={() => void work.save()}
      >
        {t("save")}
      </Button>
      <Button busy={tryOut.starting} disabled={broken || designing} onClick={tryOut.run}>
        <Play />
        {t("run")}
      </Button>
      <Button
        variant="primary"
        disabled={broken || designing || work.dirty.length > 0}
        onClick={() => setAsking("release")}
      >
        {t("release")}
      </Button>
      {asking === "release" ? <ReleaseDialog work={work} onClose={() => setAsking(null)} /> : null}
      {asking === "discard" ? <Discard work={work} onClose={() => setAsking(null)} /> : null}
    </>
  );
}

function Discard({ work, onClose }: { work: DraftWork; onClose(): void }) {
  const t = useTranslations("authoring.discard");
  const actions = useTranslations("authoring.actions");
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const discard = useMutation(
    trpc.templates.drafts.discard.mutationOptions({
      onSuccess({ gone }) {
        work.drop(Object.keys(work.texts));
        notify({ title: t("done") });
        router.push(gone ? "/templates" : `/templates/${work.id}`);
        void queries.invalidateQueries({ queryKey: trpc.templates.drafts.list.queryKey() });
      },
      onError: (error) =>
        notify({
          ...{ kind: "error", title: actions("failed"), description: errorText(error) },
          requestId: publicError(error).requestId,
        }),
    }),
  );
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("title", { title: work.draft?.title ?? work.id })}
      confirm={t("confirm")}
      cancel={t("cancel")}
      danger
      busy={discard.isPending}
      onConfirm={() => discard.mutate({ id: work.id })}
    >
      {work.draft?.latestVersion ? t("body") : t("bodyNew")}
    </AlertDialog>
  );
}

/** Whether everything is saved, and what is not. */
function useUnsaved({ dirty }: DraftWork, designing: boolean): string {
  const t = useTranslations("authoring");
  if (dirty.length > 0) return t("unsaved", { count: dirty.length });
  return designing ? t("unsavedDesign") : t("nothingUnsaved");
}

function Head(props: HeadProps) {
  const { work, designing } = props;
  const t = useTranslations("authoring");
  const me = useMe();
  const unsaved = useUnsaved(work, designing);
  const { draft } = work;
  if (!draft) return null;
  const own = draft.updatedBy === `user:${me.id}`;
  return (
    <>
      <PageHeader
        title={
          <>
            {draft.title}{" "}
            <Badge accent className="ml-1 align-middle font-normal">
              {draft.baseVersion ? `${t("draft")} ${t("of", { version: draft.baseVersion })}` : t("newDraft")}
            </Badge>
          </>
        }
        actions={<Actions {...props} />}
      >
        {t.rich("saved", {
          when: () => <RelativeTime at={draft.updatedAt} />,
          who: own ? t("you") : t("someone"),
          revision: draft.revision,
        })}{" "}
        <span role="status">{unsaved}</span>
      </PageHeader>
      {work.readOnly ? (
        <Notice tone="queued" className="mb-4">
          {t("readOnly")}
        </Notice>
      ) : null}
      {work.restored && work.dirty.length > 0 ? (
        <Notice tone="warning" className="mb-4">
          {t("restored")}
        </Notice>
      ) : null}
      {draft.baseVersion && draft.baseVersion !== draft.latestVersion ? (
        <Notice tone="warning" className="mb-4">
          {t("behind", { version: draft.latestVersion, base: draft.baseVersion })}
        </Notice>
      ) : null}
    </>
  );
}

/** Where a template is written: script, sheets, declarations, files; tried, compared and released. */
export function DraftPage({ id }: { id: string }) {
  const t = useTranslations("authoring");
  const shell = useTranslations("shell");
  const templates = useTranslations("templates");
  const work = useDraft(id);
  const [run, setRun] = useState<string | null>(null);
  const [designing, setDesigning] = useState(false);
  const [tab, setTab] = useQueryState(
    "tab",
    parseAsStringLiteral(TABS).withDefault("script").withOptions({ history: "replace" }),
  );
  const tryOut = useTryOut(work, (started) => {
    setRun(started);
    void setTab("runs");
  });
  useLeaveWarning(work.dirty.length > 0);
  const { draft, query } = work;
  const crumbs = [{ label: shell("fleet") }, { label: templates("title"), href: "/templates" }];
  if (!draft)
    return (
      <>
        <PageBar crumbs={crumbs} />
        {query.error ? (
          <ErrorState error={query.error} onRetry={() => query.refetch()} />
        ) : (
          <TenantPageSkeleton />
        )}
      </>
    );
  const here = draft.latestVersion
    ? [
        ...crumbs,
        { label: draft.title, href: `/templates/${id}/${draft.latestVersion}` },
        { label: t("draft") },
      ]
    : [...crumbs, { label: t("title", { title: draft.title }) }];
  return (
    <>
      <PageBar crumbs={here} />
      <Head work={work} tryOut={tryOut} designing={designing} />
      <Tabs value={tab} onValueChange={(value) => setTab(TABS.find((name) => name === value) ?? null)}>
        <TabList aria-label={t("parts")} className="mb-5">
          {TABS.map((name) => (
            <Tab key={name} value={name}>
              {t(`tab.${name}`)}
            </Tab>
          ))}
        </TabList>
        <TabPanel value="script">
          <ScriptTab work={work} onRun={tryOut.run} />
        </TabPanel>
        <TabPanel value="sheets" keepMounted={designing}>
          <SheetsTab work={work} onRun={tryOut.run} designing={designing} onDesigning={setDesigning} />
        </TabPanel>
        <TabPanel value="template">
          <TextPanel
            work={work}
            path="template.yaml"
            language="yaml"
            label={t("template.label")}
            onRun={tryOut.run}
          />
        </TabPanel>
        <TabPanel value="files">
          <FilesTab work={work} />
        </TabPanel>
        <TabPanel value="runs">
          <RunsTab work={work} run={run} />
        </TabPanel>
        <TabPanel value="history">
          <HistoryTab work={work} />
        </TabPanel>
        <TabPanel value="compare">
          <CompareTab work={work} />
        </TabPanel>
      </Tabs>
      <ConflictDialog work={work} />
    </>
  );
}

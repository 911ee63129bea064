"use client";

import { useTranslations } from "next-intl";
import { type Ref, useImperativeHandle } from "react";
import { Segmented } from "../../ui/segmented";
import type { ConnectionForm, DraftConnectionRow } from "../types";
import { useWizard } from "../wizard-context";
import { SourceField } from "./source-field";
import { isWide } from "./source-values";
import { TestPanel } from "./test-panel";
import { useSourceForm } from "./use-source-form";

export interface EditorHandle {
  /** Tests it unless that was done; false where it does not work, with the focus where it can be put right. */
  ensure(): Promise<boolean>;
}

/** The properties of one connection, its test beside them. */
export function SourceEditor({
  name,
  source,
  row,
  ref,
}: {
  name: string;
  source: ConnectionForm;
  row: DraftConnectionRow | undefined;
  ref: Ref<EditorHandle>;
}) {
  const t = useTranslations("drafts.sources");
  const { draft } = useWizard();
  const handle = useSourceForm(name, source, row);
  const { form, fields, groups, group, setGroup, kept, setReplacing, test, asStored, stored } = handle;

  /** Resolves to whether the connection works now. */
  async function run(): Promise<boolean> {
    let works = false;
    await form.handleSubmit(async (values) => {
      const result = await test.mutateAsync(values).catch(() => null);
      works = result?.ok === true;
    })();
    return works;
  }

  useImperativeHandle(ref, () => ({
    ensure: async () => (asStored && stored?.testResult?.ok === true ? true : run()),
  }));

  return (
    <div className="grid gap-x-6 gap-y-4 lg:grid-cols-[minmax(0,1fr)_21rem]">
      <div className="min-w-0">
        {groups.length > 1 ? (
          <Segmented
            label={t("way")}
            value={group}
            onValueChange={setGroup}
            options={groups.map((value) => ({
              value,
              label: value.charAt(0).toUpperCase() + value.slice(1),
            }))}
            className="mb-4"
          />
        ) : null}
        <div className="grid gap-4 sm:grid-cols-2">
          {fields.map((field) => (
            <div key={field.key} className={isWide(field) ? "sm:col-span-2" : "min-w-0"}>
              <SourceField
                field={field}
                form={form}
                kept={kept}
                onReplace={() => setReplacing(true)}
                tenant={async () => (await draft.settle()).id}
              />
            </div>
          ))}
        </div>
      </div>
      <TestPanel source={handle} onTest={() => void run()} />
    </div>
  );
}

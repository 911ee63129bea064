"use client";

import { useMutation } from "@tanstack/react-query";
import { TRPCClientError } from "@trpc/client";
import { useEffect, useMemo, useState } from "react";
import { useForm } from "react-hook-form";
import { useTRPCClient } from "../../providers/trpc";
import type { ConnectionForm, DraftConnectionRow } from "../types";
import { useWizard } from "../wizard-context";
import {
  fieldsIn,
  groupFor,
  groupsOf,
  keyed,
  problemsIn,
  type SourceValues,
  secretIn,
  toProperties,
  toValues,
} from "./source-values";

interface Issue {
  path: string;
  message: string;
}

const issuesOf = (error: unknown): Issue[] =>
  error instanceof TRPCClientError ? (error.data?.app?.issues ?? []) : [];

/**
 * One connection's form: what is typed goes to the draft (without secrets), *Test* stores it sealed, tries it and tells.
 */
export function useSourceForm(name: string, source: ConnectionForm, row: DraftConnectionRow | undefined) {
  const { draft, hold } = useWizard();
  const client = useTRPCClient();
  const typed = draft.data.connections?.find((c) => c.name === name && c.kind === source.kind);
  const stored = row?.kind === source.kind ? row : undefined;
  const properties = typed?.properties ?? stored?.properties ?? {};
  const fields = useMemo(() => keyed(source.fields), [source]);
  const groups = groupsOf(fields);
  const [group, setGroup] = useState(() => groupFor(fields, properties, stored?.hasSecret ?? false));
  const [replacing, setReplacing] = useState(false);
  const shown = useMemo(() => fieldsIn(fields, group), [fields, group]);
  // A secret belongs to the alternative it was typed in: another one needs its own.
  const [secretGroup] = useState(() =>
    groupFor(fields, stored?.properties ?? {}, stored?.hasSecret ?? false),
  );
  const kept = Boolean(stored?.hasSecret) && !replacing && secretGroup === group;
  const form = useForm<SourceValues>({
    defaultValues: toValues(fields, properties),
    resolver: (values) => {
      const problems = problemsIn(shown, values, kept);
      const errors = Object.fromEntries(
        Object.entries(problems).map(([k, type]) => [k, { type, message: type }]),
      );
      return Object.keys(errors).length > 0 ? { values: {}, errors } : { values, errors: {} };
    },
    mode: "onTouched",
  });

  const { change, data } = draft;
  const others = data.connections;
  useEffect(() => {
    const { unsubscribe } = form.watch((now) => {
      const values = now as SourceValues;
      const rest = (others ?? []).filter((c) => c.name !== name);
      change({
        connections: [...rest, { name, kind: source.kind, properties: toProperties(shown, values) }],
      });
      hold(`secret ${name}`, secretIn(shown, values) !== undefined);
    });
    return unsubscribe;
  }, [form, change, hold, others, name, source.kind, shown]);

  const test = useMutation({
    async mutationFn(values: SourceValues) {
      const { id } = await draft.settle();
      const secret = secretIn(shown, values);
      const connection = await client.drafts.putConnection.mutate({
        id,
        name,
        kind: source.kind,
        properties: toProperties(shown, values),
        secret: secret ?? (kept ? undefined : null),
      });
      const result = await client.connections.test.mutate({ id: connection.id });
      // What the source filled in (a region, a port) is shown, and is no change.
      const now = toValues(fields, connection.properties);
      for (const f of shown)
        if (f.type === "secret" || values[f.key] !== now[f.key]) form.setValue(f.key, now[f.key] ?? "");
      hold(`secret ${name}`, false);
      setReplacing(false);
      await draft.refresh();
      return result;
    },
    onError(error) {
      for (const issue of issuesOf(error)) {
        const field = shown.find((f) => issue.path === f.name || issue.path.startsWith(`${f.name}.`));
        if (field) form.setError(field.key, { message: issue.message }, { shouldFocus: true });
      }
    },
  });

  const values = form.watch();
  const asStored =
    stored !== undefined &&
    sameProperties(toProperties(shown, values), toProperties(shown, toValues(fields, stored.properties))) &&
    secretIn(shown, values) === undefined &&
    (kept || !stored.hasSecret);
  return { form, fields: shown, groups, group, setGroup, kept, setReplacing, test, asStored, stored };
}

function sameProperties(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  const text = (object: Record<string, unknown>) =>
    JSON.stringify(Object.entries(object).sort(([x], [y]) => (x < y ? -1 : 1)));
  return text(a) === text(b);
}

export type SourceFormHandle = ReturnType<typeof useSourceForm>;

"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { useForm } from "react-hook-form";
import { errorText, publicError } from "../../patterns/error-state";
import { useTRPC } from "../../providers/trpc";
import type { RouterOutputs } from "../../providers/types";
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
} from "../../wizard/sources/source-values";
import type { ConnectionForm } from "../../wizard/types";
import { CHANGED_ELSEWHERE } from "../changed-elsewhere";

type Connection = RouterOutputs["connections"]["use"]["connection"];

/**
 * The form of another source for a stored connection. Sending it tests first; what does not answer changes nothing and
 * stands in `problem`, and everything typed stays. `changed` tells that somebody else changed it since it was opened.
 */
export function useChangeSource(connection: Connection, source: ConnectionForm, onDone: () => void) {
  const t = useTranslations("connections.change");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const before = connection.kind === source.kind ? connection.properties : {};
  const fields = useMemo(() => keyed(source.fields), [source]);
  const groups = groupsOf(fields);
  const [group, setGroup] = useState(() => groupFor(fields, before, connection.hasSecret));
  const [problem, setProblem] = useState<string | null>(null);
  const [changed, setChanged] = useState(false);
  const shown = useMemo(() => fieldsIn(fields, group), [fields, group]);
  const form = useForm<SourceValues>({
    defaultValues: toValues(fields, before),
    resolver: (values) => {
      const errors = Object.fromEntries(
        Object.entries(problemsIn(shown, values, false)).map(([k, type]) => [k, { type, message: type }]),
      );
      return Object.keys(errors).length > 0 ? { values: {}, errors } : { values, errors: {} };
    },
    mode: "onTouched",
  });
  const change = useMutation(
    trpc.connections.changeSource.mutationOptions({
      async onSuccess(result) {
        if (!result.ok)
          return setProblem([result.message, result.advice, t("kept")].filter(Boolean).join(" "));
        // Lists and the tenant's page show it too.
        await queries.invalidateQueries({ queryKey: trpc.connections.pathKey() });
        onDone();
      },
      onError(error) {
        setProblem([errorText(error), t("kept")].join(" "));
        setChanged(publicError(error).code === CHANGED_ELSEWHERE);
        for (const { path, message } of error.data?.app?.issues ?? []) {
          const field = shown.find(
            ({ name }) => path === name || path.startsWith(`${name}.`) || path.endsWith(`.${name}`),
          );
          if (field) form.setError(field.key, { message }, { shouldFocus: true });
        }
      },
    }),
  );
  const submit = form.handleSubmit((values) => {
    setProblem(null);
    setChanged(false);
    const secret = secretIn(shown, values);
    change.mutate({
      id: connection.id,
      seen: connection.updatedAt,
      kind: source.kind,
      properties: toProperties(shown, values),
      ...(secret === undefined ? {} : { secret }),
    });
  });
  return { form, fields: shown, groups, group, setGroup, problem, changed, busy: change.isPending, submit };
}

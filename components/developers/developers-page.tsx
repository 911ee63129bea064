"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useDeferredValue, useMemo, useState } from "react";
import { PageBar } from "../layout/top-bar";
import { FilteredEmpty } from "../patterns/empty-state";
import { ErrorState } from "../patterns/error-state";
import { PageHeader } from "../patterns/page-header";
import { SearchInput } from "../patterns/search-input";
import { useMay } from "../providers/me";
import { TableSkeleton } from "../settings/table";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { TextLink } from "../ui/link";
import { KeyProvider, useApiKey } from "./key-context";
import { matchingNouns, type RawDocument, readDocument } from "./model";
import { Operation } from "./operation";

const DOCUMENT = "/api/v1/openapi.json";

function useDocument() {
  return useQuery({
    queryKey: ["openapi"],
    staleTime: Number.POSITIVE_INFINITY,
    async queryFn() {
      const response = await fetch(DOCUMENT);
      if (!response.ok) throw new Error(String(response.status));
      return readDocument((await response.json()) as RawDocument);
    },
  });
}

function KeyField() {
  const t = useTranslations("developers");
  const { key, setKey } = useApiKey();
  const makes = useMay("api-keys:write");
  return (
    <div className="mb-5 max-w-[46rem]">
      <Field label={t("key")} hint={t("keyHint")}>
        <Input
          type="password"
          autoComplete="off"
          spellCheck={false}
          value={key}
          placeholder={t("keyPlaceholder")}
          onChange={(event) => setKey(event.target.value.trim())}
        />
      </Field>
      {makes ? (
        <p className="mt-1 text-12">
          <TextLink href="/settings/api-keys">{t("makeKey")}</TextLink>
        </p>
      ) : null}
    </div>
  );
}

function Document() {
  const t = useTranslations("developers");
  const document = useDocument();
  const [text, setText] = useState("");
  const asked = useDeferredValue(text);
  const nouns = useMemo(() => matchingNouns(document.data?.nouns ?? [], asked), [document.data, asked]);
  if (document.error) return <ErrorState error={document.error} onRetry={() => document.refetch()} />;
  if (!document.data) return <TableSkeleton />;
  return (
    <>
      <SearchInput
        value={text}
        onChange={setText}
        label={t("find")}
        placeholder={t("findPlaceholder")}
        className="mb-5"
      />
      {nouns.map(({ noun, operations }) => (
        <section key={noun} aria-labelledby={`noun-${noun}`} className="mb-7">
          <h2 id={`noun-${noun}`} className="mb-2 text-16 font-strong tracking-tight">
            {noun} <span className="text-13 font-regular text-ink-3">{operations.length}</span>
          </h2>
          <div className="grid gap-1.5">
            {operations.map((operation) => (
              <Operation key={operation.id} operation={operation} base={document.data.base} />
            ))}
          </div>
        </section>
      ))}
      {nouns.length === 0 ? (
        <FilteredEmpty
          action={
            <Button size="s" onClick={() => setText("")}>
              {t("clear")}
            </Button>
          }
        >
          {t("nothing", { text: asked })}
        </FilteredEmpty>
      ) : null}
    </>
  );
}

/** Our own OpenAPI document to read and to try. */
export function DevelopersPage() {
  const t = useTranslations("developers");
  const shell = useTranslations("shell");
  return (
    <KeyProvider>
      <PageBar crumbs={[{ label: shell("control") }, { label: shell("developers") }]} />
      <PageHeader title={t("title")}>
        {t.rich("lead", {
          document: (words) => (
            <a className="font-medium text-accent-ink underline" href={DOCUMENT}>
              {words}
            </a>
          ),
        })}
      </PageHeader>
      <KeyField />
      <Document />
    </KeyProvider>
  );
}

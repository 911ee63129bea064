"use client";

import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { cn } from "../ui/cn";
import { Segmented } from "../ui/segmented";
import { Badge } from "../ui/small";
import { CodeBlock } from "./code-block";
import { MethodBadge } from "./method-badge";
import type { Operation as OperationFacts } from "./model";
import { curlOf, type Filled, scriptOf } from "./request";
import { SchemaTree } from "./schema-tree";
import { exampleOf, limitsOf, typeOf } from "./schema-words";
import { TryIt } from "./try-it";

function Part({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <section className="min-w-0">
      <h4 className="mb-1.5 text-13 font-strong">{title}</h4>
      {children}
    </section>
  );
}

function Parameters({ operation }: { operation: OperationFacts }) {
  const t = useTranslations("developers");
  if (operation.parameters.length === 0) return null;
  return (
    <Part title={t("parameters")}>
      <ul>
        {operation.parameters.map(({ name, in: place, required, schema }) => (
          <li
            key={name}
            className="flex flex-wrap items-baseline gap-x-2.5 border-b border-line py-1.5 last:border-b-0"
          >
            <code className="font-mono text-12 font-strong">{name}</code>
            {required ? <Badge>{t("required")}</Badge> : null}
            <code className="min-w-0 font-mono text-12 break-words text-ink-2">{typeOf(schema)}</code>
            <span className="text-12 text-ink-3">
              {[t(`place.${place}`), limitsOf(schema)].filter(Boolean).join(", ")}
            </span>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Details({ operation, base }: { operation: OperationFacts; base: string }) {
  const t = useTranslations("developers");
  const common = useTranslations("common");
  const [language, setLanguage] = useState<"curl" | "js">("curl");
  const [filled, setFilled] = useState<Filled>(() => ({
    values: {},
    body: operation.body ? JSON.stringify(exampleOf(operation.body.schema), null, 2) : "",
  }));
  const example = language === "curl" ? curlOf(base, operation, filled) : scriptOf(base, operation, filled);
  return (
    <div className="grid gap-5 border-t border-line px-4 py-4 lg:grid-cols-2">
      <div className="grid min-w-0 grid-cols-1 content-start gap-5">
        {operation.description ? (
          <p className="text-13 text-ink-2">{operation.description.replaceAll("`", "")}</p>
        ) : null}
        <Parameters operation={operation} />
        {operation.body ? (
          <Part title={t("requestBody", { type: operation.body.mediaType })}>
            <SchemaTree schema={operation.body.schema} />
          </Part>
        ) : null}
        {operation.answers.map((answer) => (
          <Part
            key={answer.status}
            title={answer.status === "default" ? t("problem") : t("answerOf", { status: answer.status })}
          >
            {answer.schema ? (
              <SchemaTree schema={answer.schema} />
            ) : (
              <p className="text-12 text-ink-3">{t("noSchema")}</p>
            )}
          </Part>
        ))}
      </div>
      <div className="grid min-w-0 grid-cols-1 content-start gap-5">
        <Part title={t("example")}>
          <Segmented
            label={t("language")}
            value={language}
            onValueChange={setLanguage}
            options={[
              { value: "curl", label: "curl" },
              { value: "js", label: "JavaScript" },
            ]}
            className="mb-2"
          />
          <CodeBlock text={example} label={t("example")} copyLabel={common("copy")} />
        </Part>
        <Part title={t("try")}>
          <TryIt operation={operation} filled={filled} onChange={setFilled} />
        </Part>
      </div>
    </div>
  );
}

/** One operation: a line that opens. What is closed is not made, so that sixty of them cost little. */
export function Operation({ operation, base }: { operation: OperationFacts; base: string }) {
  const t = useTranslations("developers");
  const [open, setOpen] = useState(false);
  return (
    <div id={operation.id} className="scroll-mt-16 rounded-3 border border-line-strong bg-surface">
      <h3>
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="flex min-h-11 w-full flex-wrap items-center gap-x-2.5 gap-y-0.5 rounded-3 px-3 py-1.5 text-left hover:bg-hover"
        >
          <ChevronRight
            className={cn("size-4 shrink-0 text-ink-3", open && "rotate-90")}
            aria-hidden="true"
          />
          <MethodBadge method={operation.method} />
          <code className="min-w-0 font-mono text-13 break-all">{operation.path}</code>
          <span className="text-13 font-regular text-ink-2 max-md:w-full max-md:pl-6.5">
            {operation.summary}
          </span>
          {operation.open ? <Badge className="ml-auto">{t("open")}</Badge> : null}
        </button>
      </h3>
      {open ? <Details operation={operation} base={base} /> : null}
    </div>
  );
}

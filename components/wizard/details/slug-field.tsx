"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { UseFormRegisterReturn } from "react-hook-form";
import { tenantSlug } from "@/server/tenants/schemas";
import { useTRPC } from "../../providers/trpc";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { Input } from "../../ui/input";
import { StatusIcon } from "../../ui/status-icon";
import { useLater } from "../use-later";
import { useWizard } from "../wizard-context";

/** The tenant's address. Asked of the server while typing whether it is free. */
export function SlugField({
  value,
  error,
  input,
  onPropose,
}: {
  value: string;
  error?: string;
  input: UseFormRegisterReturn;
  onPropose: (slug: string) => void;
}) {
  const t = useTranslations("drafts.details");
  const trpc = useTRPC();
  const { draft } = useWizard();
  const asked = useLater(value, 300);
  const sound = tenantSlug.safeParse(asked).success;
  const { data } = useQuery({
    ...trpc.drafts.checkSlug.queryOptions({ slug: asked, except: draft.id ?? undefined }),
    enabled: sound,
    staleTime: 5000,
  });
  const current = sound && asked === value ? data : undefined;
  const taken = current && !current.free;
  return (
    <div>
      <Field
        label={t("slug")}
        error={error ? t("error", { message: error }) : taken ? t("slugTaken", { slug: value }) : undefined}
        hint={
          current?.free ? (
            <span className="inline-flex items-center gap-1.5">
              <StatusIcon tone="succeeded" />
              {t("slugFree")}
            </span>
          ) : (
            t("slugHint")
          )
        }
      >
        <Input className="max-w-80 font-mono" autoComplete="off" spellCheck={false} {...input} />
      </Field>
      {taken && current.proposal !== value ? (
        <Button size="s" className="mt-2" onClick={() => onPropose(current.proposal)}>
          {t("slugUse", { slug: current.proposal })}
        </Button>
      ) : null}
    </div>
  );
}

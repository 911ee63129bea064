"use client";

import { useTranslations } from "next-intl";
import type { RouterOutputs } from "../providers/types";
import { Field } from "../ui/field";
import { Input } from "../ui/input";

export type NeededSecret = RouterOutputs["onboarding"]["preview"]["secrets"][number];

export const secretField = (env: string) => `secret:${env}`;

/**
 * Asks once for each secret the rows take. The fields keep their text themselves: it is read when the form is sent and
 * never held by the page.
 */
export function SecretsStep({
  secrets,
  missing,
}: {
  secrets: readonly NeededSecret[];
  missing: readonly string[];
}) {
  const t = useTranslations("fleet.secrets");
  if (secrets.length === 0) return null;
  return (
    <section className="mt-6 max-w-[46rem]" aria-labelledby="secrets">
      <h2 id="secrets" className="text-16 font-strong tracking-tight">
        {t("title")}
      </h2>
      <p className="mt-0.5 mb-3 text-13 text-ink-2">{t("lead")}</p>
      <div className="grid gap-4">
        {secrets.map(({ env, kinds, tenants, known }) =>
          known ? (
            <p key={env} className="text-13 text-ink-2">
              {t.rich("known", { env, code: (text) => <code className="font-mono">{text}</code> })}
            </p>
          ) : (
            <Field
              key={env}
              label={t("label", { kinds: kinds.join(", "), env })}
              hint={t("hint", { count: tenants })}
              error={missing.includes(env) ? t("missing") : undefined}
            >
              <Input
                type="password"
                name={secretField(env)}
                autoComplete="new-password"
                className="max-w-80"
              />
            </Field>
          ),
        )}
      </div>
    </section>
  );
}

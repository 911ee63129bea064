import { useTranslations } from "next-intl";
import { EmptyState } from "../patterns/empty-state";
import { ButtonLink } from "../ui/button";

/** Nothing at this address, or nothing any more. */
export function Missing() {
  const t = useTranslations("common.missing");
  return (
    <EmptyState
      title={t("title")}
      action={
        <div className="flex justify-center gap-2">
          <ButtonLink href="/tenants" size="l">
            {t("tenants")}
          </ButtonLink>
          <ButtonLink href="/runs" size="l">
            {t("runs")}
          </ButtonLink>
        </div>
      }
    >
      {t("body")}
    </EmptyState>
  );
}

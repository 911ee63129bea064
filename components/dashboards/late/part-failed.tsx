import { RotateCw, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { cn } from "../../ui/cn";
import { DashButton } from "../parts/dash-button";

/** In the place of a part that could not be fetched: a quiet word, and a way to try again. */
export function PartFailed({
  again,
  onClose,
  floats,
}: {
  again(): void;
  onClose?(): void;
  /** Above what is there, where the part would float too. */
  floats?: boolean;
}) {
  const t = useTranslations("dashboards");
  return (
    <div
      role="alert"
      className={cn(
        "flex flex-wrap items-center gap-x-2.5 gap-y-1 py-2 text-13 text-ink-2",
        floats &&
          "absolute top-9 right-2 z-(--z-menu) max-w-full rounded-2 border border-line bg-overlay px-3 shadow-float",
      )}
    >
      <span>{t("failure.part")}</span>
      <DashButton small onClick={again}>
        <RotateCw aria-hidden="true" />
        {t("failure.retry")}
      </DashButton>
      {onClose ? (
        <DashButton look="quiet" square small aria-label={t("close")} onClick={onClose}>
          <X aria-hidden="true" />
        </DashButton>
      ) : null}
    </div>
  );
}

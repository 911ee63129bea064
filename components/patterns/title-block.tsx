import type { ReactNode } from "react";
import { cn } from "../ui/cn";

/** The facts of a page in ruled cells, like the corner of a plan. */
export function TitleBlock({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <dl
      className={cn(
        "mb-6 grid grid-cols-[repeat(auto-fit,minmax(8.5rem,1fr))] gap-px overflow-hidden rounded-3 border border-line-strong max-md:grid-cols-2",
        className,
      )}
    >
      {children}
    </dl>
  );
}

export function TitleCell({
  label,
  remark,
  children,
}: {
  label: ReactNode;
  remark?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="min-w-0 px-3.5 py-2.5 shadow-[0_0_0_1px_var(--line)] forced-colors:border">
      <dt className="text-12 text-ink-3">{label}</dt>
      <dd className="line-clamp-2 text-14 font-medium wrap-break-word">
        {children}
        {remark ? <small className="ml-1 text-12 font-regular text-ink-3">{remark}</small> : null}
      </dd>
    </div>
  );
}

import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "../ui/cn";

/** Two lines of a cell: the value, then its reason or remark. */
export function TwoLines({
  children,
  below,
  className,
}: {
  children: ReactNode;
  below?: ReactNode;
  className?: string;
}) {
  return (
    <span className={cn("block min-w-0 leading-5", className)}>
      <span className="block truncate">{children}</span>
      {below ? <span className="block truncate text-12 leading-4 text-ink-3">{below}</span> : null}
    </span>
  );
}

/** The name of a row: the link of its keyboard users. */
export function RowLink({
  href,
  children,
  below,
  mark,
}: {
  href: string;
  children: ReactNode;
  below?: ReactNode;
  mark?: ReactNode;
}) {
  return (
    <Link href={href} className="flex min-h-6 min-w-0 items-center gap-2.5" prefetch={false}>
      {mark}
      <TwoLines below={below} className="flex-1">
        <b className="font-medium">{children}</b>
      </TwoLines>
    </Link>
  );
}

"use client";

import { cloneElement, type ReactElement, type ReactNode, useId } from "react";
import { cn } from "./cn";
import { CircleAlertMark } from "./marks";

interface ControlProps {
  id?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
}

/** Label above, hint below; an error takes the hint's place, with a mark. Wires ids for screen readers. */
export function Field({
  label,
  hint,
  error,
  children,
  className,
}: {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  children: ReactElement<ControlProps>;
  className?: string;
}) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = error ?? hint;
  return (
    <div className={cn("flex min-w-0 flex-col gap-[5px]", className)}>
      <label htmlFor={id} className="text-13 font-medium">
        {label}
      </label>
      {cloneElement(children, {
        id,
        "aria-describedby": note ? noteId : undefined,
        "aria-invalid": error ? true : undefined,
      })}
      {note ? (
        <p
          id={noteId}
          className={cn("flex gap-1.5 text-12 text-ink-3", error ? "text-failed-ink" : undefined)}
          role={error ? "alert" : undefined}
        >
          {error ? <CircleAlertMark className="mt-0.5 size-3.5 shrink-0" /> : null}
          <span>{note}</span>
        </p>
      ) : null}
    </div>
  );
}

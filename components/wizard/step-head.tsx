"use client";

import { type ReactNode, useEffect, useRef } from "react";

/** The question a step asks. Takes the focus when the step is shown, so that a screen reader begins here. */
export function StepHead({
  title,
  children,
  quiet,
}: {
  title: ReactNode;
  children?: ReactNode;
  quiet?: boolean;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!quiet) heading.current?.focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  }, [quiet]);
  return (
    <div className="mb-6">
      <h1
        ref={heading}
        tabIndex={-1}
        className="text-26 font-strong tracking-[-0.02em] outline-none max-md:text-20"
      >
        {title}
      </h1>
      {children ? <p className="mt-1 max-w-[42rem] text-ink-2">{children}</p> : null}
    </div>
  );
}

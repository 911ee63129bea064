import type { ComponentProps } from "react";

/** The failed octagon, for errors beside fields and in notices. */
export function CircleAlertMark(props: ComponentProps<"svg">) {
  return (
    <svg viewBox="0 0 14 14" aria-hidden="true" {...props}>
      <path d="M4.3.8h5.4l3.5 3.5v5.4l-3.5 3.5H4.3L.8 9.7V4.3z" fill="currentColor" />
      <path d="M7 3.8v3.6M7 10v.1" stroke="var(--surface)" strokeWidth="1.6" strokeLinecap="round" />
    </svg>
  );
}

/** The logo: a plot with one room let. */
export function LogoMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 26 26" aria-hidden="true" className={className}>
      <rect x="1" y="1" width="24" height="24" rx="6" fill="var(--accent)" />
      <path d="M6.5 6.5h13v4.7h-8.3v8.3H6.5z" fill="var(--on-accent)" />
      <path d="M14 14h5.5v5.5H14z" fill="var(--on-accent)" opacity=".5" />
    </svg>
  );
}

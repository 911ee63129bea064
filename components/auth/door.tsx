import type { ReactNode } from "react";
import { BrandStyle } from "../brand/brand-style";
import { type Mark, OrganisationMark } from "../brand/organisation-mark";
import { Estate } from "../patterns/estate";
import { LogoMark } from "../ui/marks";
import { RouteLink } from "../ui/route-link";
import { Skeleton } from "../ui/small";

/** Whose door it is, where that is a customer. */
export interface DoorLook extends Mark {
  /** CSS variables. */
  look: Record<string, string>;
}

/** The page around sign-in and change of password: form left, the estate right. */
export function Door({
  product,
  title,
  lead,
  children,
  foot,
  own,
}: {
  product: string;
  title: string;
  lead: string;
  children: ReactNode;
  foot?: ReactNode;
  /** The customer whose people it is for; `"opening"` while that is asked for. */
  own?: DoorLook | "opening" | null | undefined;
}) {
  return (
    <div className="grid min-h-dvh md:grid-cols-2">
      {own && own !== "opening" ? <BrandStyle look={own.look} /> : null}
      <main className="flex flex-col bg-surface px-8 py-6 max-md:px-4 max-md:py-5">
        <RouteLink href="/" className="flex items-center gap-2.5 self-start text-16 font-strong">
          {own === "opening" ? (
            <Skeleton className="h-[26px] w-28" />
          ) : own ? (
            <OrganisationMark {...own} />
          ) : (
            <>
              <LogoMark className="size-[26px]" />
              {product}
            </>
          )}
        </RouteLink>
        <div className="m-auto w-full max-w-[22rem] py-8">
          <h1 className="mb-1.5 text-26 font-strong tracking-[-0.02em]">{title}</h1>
          <p className="text-ink-2">{lead}</p>
          {children}
        </div>
        {foot ? <p className="mx-auto max-w-[22rem] text-12 text-ink-3 md:max-w-none">{foot}</p> : null}
      </main>
      <div className="relative overflow-hidden border-l border-line bg-canvas max-md:hidden">
        <Estate className="absolute inset-5 h-[calc(100%-40px)] w-[calc(100%-40px)]" />
      </div>
    </div>
  );
}

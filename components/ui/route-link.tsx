"use client";

import Link from "next/link";
import { type ComponentProps, useState } from "react";

/**
 * A link to another page of the portal. What that page needs first is fetched when one points at the link or moves the
 * focus to it: a page has a dozen links and more, and fetching for each that is seen costs more than the page itself.
 */
export function RouteLink({
  prefetch,
  onMouseEnter,
  onFocus,
  onTouchStart,
  ...props
}: ComponentProps<typeof Link>) {
  const [meant, setMeant] = useState(false);
  return (
    <Link
      {...props}
      prefetch={prefetch ?? (meant ? null : false)}
      onMouseEnter={(event) => {
        setMeant(true);
        onMouseEnter?.(event);
      }}
      onFocus={(event) => {
        setMeant(true);
        onFocus?.(event);
      }}
      onTouchStart={(event) => {
        setMeant(true);
        onTouchStart?.(event);
      }}
    />
  );
}

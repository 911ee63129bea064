"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";

export type Found = RouterOutputs["search"]["all"];

const PAUSE_MS = 150;

/** What the server finds for a text, after a short pause in typing. */
export function useFound(text: string, enabled: boolean) {
  const trpc = useTRPC();
  const q = text.trim().slice(0, 100);
  const [asked, setAsked] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setAsked(q), q === "" ? 0 : PAUSE_MS);
    return () => clearTimeout(timer);
  }, [q]);
  const query = useQuery({
    ...trpc.search.all.queryOptions({ q: asked || "-" }),
    enabled: enabled && asked !== "",
    placeholderData: keepPreviousData,
  });
  const found = q === "" || asked === "" ? null : (query.data ?? null);
  return { found, error: query.error, waiting: q !== "" && (asked !== q || query.isFetching) };
}

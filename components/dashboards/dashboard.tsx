"use client";

import type { DashboardProps } from "./source";

/** The dashboard of one app. First version: props only. */
export function Dashboard(_props: DashboardProps) {
  return null;
}

"use client";

import { Tabs as Base } from "@base-ui/react/tabs";
import type { ComponentProps } from "react";
import { cn } from "./cn";

export const Tabs = Base.Root;

export function TabList({ className, ...props }: ComponentProps<typeof Base.List>) {
  return (
    <Base.List
      className={cn("flex gap-5 overflow-x-auto border-b border-line no-scrollbar", className)}
      {...props}
    />
  );
}

export const tabClass =
  "-mb-px border-b-2 border-transparent py-2 text-13 font-medium whitespace-nowrap text-ink-2 hover:text-ink " +
  "data-active:border-accent data-active:text-ink aria-[current=true]:border-accent aria-[current=true]:text-ink";

export function Tab({ className, ...props }: ComponentProps<typeof Base.Tab>) {
  return <Base.Tab className={cn(tabClass, className)} {...props} />;
}

export const TabPanel = Base.Panel;

"use client";

import { useTranslations } from "next-intl";
import { UNITS, type Unit } from "@/server/usage/model";

const isUnit = (unit: string): unit is Unit => UNITS.some((one) => one === unit);

/** A meter's unit in the reader's language; an operator's own word as it is. */
export function useUnit(): (unit: string) => string {
  const t = useTranslations("tracing.unit");
  return (unit) => (isUnit(unit) ? t(unit) : unit);
}

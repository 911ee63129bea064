"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "../format/use-format";
import { StatusMark } from "../patterns/status-mark";
import type { RouterOutputs } from "../providers/types";
import type { Tone } from "../ui/status-icon";

export type Person = RouterOutputs["members"]["people"]["items"][number];

const TONES: Record<Person["state"], Tone> = {
  active: "succeeded",
  invited: "queued",
  expired: "warning",
  waiting: "queued",
  suspended: "suspended",
};

/** How far a person has come, as mark and words, with the day an invitation ends. */
export function PersonState({ person }: { person: Person }) {
  const t = useTranslations("people.state");
  const format = useFormat();
  const { state, invitedUntil } = person;
  return (
    <StatusMark tone={TONES[state]}>
      {state === "invited" && invitedUntil ? t("invitedUntil", { day: format.day(invitedUntil) }) : t(state)}
    </StatusMark>
  );
}

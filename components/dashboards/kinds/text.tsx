"use client";

import type { ObjectKind, ObjectViewProps } from "../../charts/port";
import { TextBlocks } from "./text-blocks";
import { filled, questions } from "./text-figures";

function View({ object, context, answers }: ObjectViewProps) {
  return (
    <div className="max-w-[42rem] overflow-auto text-14 text-ink-2">
      <TextBlocks markdown={filled(object, context, answers.values)} />
    </div>
  );
}

export const text: ObjectKind = { questions, View };

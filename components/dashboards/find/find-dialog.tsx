"use client";

import { Dialog } from "@base-ui/react/dialog";
import { ListChecks, Search } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { cn } from "../../ui/cn";
import { Kbd } from "../../ui/small";
import { fieldLabel } from "../object-context";
import { StateGlyph, useStateWord } from "../parts/state-glyph";
import { useRuntime, useShown } from "../runtime";
import type { Choice } from "./hits";
import { type Found, useChoose, useFind } from "./use-find";

const POPUP =
  "fixed top-[calc(var(--above,0px)+min(12vh,96px))] left-1/2 z-(--z-dialog) flex max-h-[calc((100dvh-var(--above,0px)-var(--below,0px))*0.76)] w-[min(600px,calc(100vw-24px))] -translate-x-1/2 flex-col " +
  "overflow-hidden rounded-4 bg-overlay shadow-modal outline-none motion-fast transition-opacity data-starting-style:opacity-0 forced-colors:border";

/** Looks for a value in all fields at once; what is found is selected by arrows and Enter. */
export function FindDialog({ onClose }: { onClose(): void }) {
  const t = useTranslations("dashboards.find");
  const { floor } = useRuntime();
  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Portal container={floor}>
        <Dialog.Backdrop className="fixed inset-0 z-(--z-scrim) bg-scrim" />
        <Dialog.Popup className={POPUP}>
          <Dialog.Title className="sr-only">{t("title")}</Dialog.Title>
          <Finder onClose={onClose} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Finder({ onClose }: { onClose(): void }) {
  const t = useTranslations("dashboards.find");
  const [text, setText] = useState("");
  const [cursor, setCursor] = useState(0);
  const { found, searching } = useFind(text);
  const choose = useChoose();
  const id = useId();
  const at = Math.min(cursor, found.choices.length - 1);
  /** Enter, before what was written is found: for what will be. */
  const entered = useRef<{ stay: boolean } | null>(null);

  async function pick(choice: Choice | undefined, stay: boolean) {
    if (!choice) return;
    await choose(choice);
    if (!stay) onClose();
  }

  useEffect(() => {
    const wish = searching ? null : entered.current;
    if (!wish) return;
    entered.current = null;
    void pick(found.choices[0], wish.stay);
  });

  function onKeyDown(event: KeyboardEvent) {
    const last = found.choices.length - 1;
    const moves: Record<string, number> = {
      ArrowDown: at >= last ? 0 : at + 1,
      ArrowUp: at <= 0 ? last : at - 1,
      PageDown: Math.min(last, at + 8),
      PageUp: Math.max(0, at - 8),
    };
    const to = moves[event.key];
    if (to !== undefined) {
      setCursor(to);
      document.getElementById(`${id}${to}`)?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && searching) entered.current = { stay: event.shiftKey };
    else if (event.key === "Enter") void pick(found.choices[at], event.shiftKey);
    else return;
    event.preventDefault();
  }

  return (
    <>
      <label className="flex h-12 shrink-0 items-center gap-2.5 border-b border-line px-4">
        <Search aria-hidden="true" className="size-4 shrink-0 text-ink-3" />
        <input
          type="text"
          inputMode="search"
          autoComplete="off"
          role="combobox"
          aria-expanded={found.choices.length > 0}
          aria-controls={`${id}list`}
          aria-activedescendant={at >= 0 ? `${id}${at}` : undefined}
          aria-label={t("title")}
          placeholder={t("placeholder")}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setCursor(0);
            entered.current = null;
          }}
          onKeyDown={onKeyDown}
          className="min-w-0 flex-1 bg-transparent text-14 outline-none in-data-[width=narrow]:text-16"
        />
      </label>
      <Status text={text} found={found} searching={searching} />
      <Results id={id} found={found} at={at} onPick={(choice, stay) => void pick(choice, stay)} />
      <p
        aria-hidden="true"
        className="flex shrink-0 gap-3 border-t border-line bg-sunken px-4 py-2 text-12 text-ink-3"
      >
        <span>
          <Kbd>↑↓</Kbd> {t("keys.move")}
        </span>
        <span>
          <Kbd>↵</Kbd> {t("keys.select")}
        </span>
        <span>
          <Kbd>⇧↵</Kbd> {t("keys.more")}
        </span>
      </p>
    </>
  );
}

function Status({ text, found, searching }: { text: string; found: Found; searching: boolean }) {
  const t = useTranslations("dashboards.find");
  const words = found.failure
    ? t("failed", { message: found.failure.message })
    : text.trim() === ""
      ? t("hint")
      : searching
        ? t("searching")
        : found.choices.length === 0
          ? t("none", { search: text.trim() })
          : "";
  return (
    <p role="status" className={cn("px-4 text-13 text-ink-2", words && "py-3")}>
      {words}
    </p>
  );
}

function Results({
  id,
  found,
  at,
  onPick,
}: {
  id: string;
  found: Found;
  at: number;
  onPick(choice: Choice, stay: boolean): void;
}) {
  const t = useTranslations("dashboards.find");
  const live = useShown((s) => s.live);
  const stateWord = useStateWord();
  if (!live) return null;
  const name = (field: string) => fieldLabel(field, live);
  const wordsOf = (choice: Choice): string => {
    if (choice.kind === "value") return live.formats.field(choice.hit.value, choice.hit.field);
    if (choice.kind === "all")
      return t("all", { count: choice.group.total, field: name(choice.group.field) });
    const values = choice.hits.map((hit) => live.formats.field(hit.value, hit.field));
    return t("together", { values: values.join(" · ") });
  };
  return (
    <div
      id={`${id}list`}
      role="listbox"
      aria-label={t("title")}
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-2 pb-2 empty:hidden"
    >
      {found.choices.map((choice, i) => {
        const group = choice.kind === "together" ? null : choice.group;
        const before = found.choices[i - 1];
        const head = group && (before?.kind === "together" || before?.group !== group);
        const words = wordsOf(choice);
        const spoken =
          choice.kind === "value"
            ? t("option", { value: words, field: name(choice.hit.field), state: stateWord(choice.hit.state) })
            : words;
        return [
          head ? (
            <div
              key={`head ${group.field} ${group.search.text}`}
              role="presentation"
              aria-hidden="true"
              className="mt-2 mb-0.5 px-2 text-12 font-medium text-ink-3"
            >
              {t("group", { field: name(group.field), count: group.total })}
            </div>
          ) : null,
          // biome-ignore lint/a11y/useKeyWithClickEvents: the search field has the focus and the keys
          // biome-ignore lint/a11y/useFocusableInteractive: as above, by aria-activedescendant
          <div
            key={JSON.stringify([choice.kind, group?.field, group?.search.text, words])}
            id={`${id}${i}`}
            role="option"
            aria-selected={i === at}
            aria-label={spoken}
            onClick={(event) => onPick(choice, event.shiftKey)}
            className={cn(
              "flex min-h-8 cursor-pointer items-center gap-2.5 rounded-2 px-2 text-13 hover:bg-hover in-data-[width=narrow]:min-h-11",
              i === at && "bg-press outline-2 -outline-offset-2 outline-(--focus)",
              choice.kind !== "value" && "text-(--brand-text)",
            )}
          >
            {choice.kind === "value" ? (
              <StateGlyph state={choice.hit.state} />
            ) : (
              <ListChecks aria-hidden="true" className="size-4 shrink-0" />
            )}
            <span className="truncate">{words}</span>
          </div>,
        ];
      })}
      {found.more > 0 ? (
        <p className="px-2 pt-2 text-12 text-ink-3" role="presentation">
          {t("more", { count: found.more })}
        </p>
      ) : null}
    </div>
  );
}

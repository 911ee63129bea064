"use client";

import { Dialog } from "@base-ui/react/dialog";
import { Command } from "cmdk";
import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, memo, type ReactNode, useDeferredValue, useMemo, useRef, useState } from "react";
import { backdropClass } from "../ui/dialog";
import { Kbd } from "../ui/small";
import { useLatest } from "../ui/use-latest";
import { type Entry, type EntryGroup, matching } from "./entries";
import { Marked } from "./marked";
import {
  useCommandEntries,
  useFoundEntries,
  useHistoryEntries,
  usePlaceEntries,
  useTenantActions,
  useViewEntries,
} from "./use-entries";
import { useFound } from "./use-found";

const COMMANDS_ONLY = ">";

function Line({ entry, text, onChoose }: { entry: Entry; text: string; onChoose: (entry: Entry) => void }) {
  return (
    <Command.Item
      value={entry.id}
      onSelect={() => onChoose(entry)}
      className="group flex min-h-[38px] cursor-default items-center gap-2.5 rounded-2 px-2.5 text-13 data-[selected=true]:bg-accent-soft data-[selected=true]:shadow-[inset_2px_0_var(--accent)] max-md:min-h-11 forced-colors:data-[selected=true]:bg-[Highlight] [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-ink-3"
    >
      {entry.mark}
      <span className="min-w-0 truncate font-medium">
        <Marked text={entry.label} part={text} />
      </span>
      {entry.remark ? <span className="min-w-0 truncate text-12 text-ink-3">{entry.remark}</span> : null}
      <span className="ml-auto flex shrink-0 items-center gap-2 pl-2">{entry.end}</span>
    </Command.Item>
  );
}

const groupClass =
  "[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2.5 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-12 [&_[cmdk-group-heading]]:text-ink-3";

function Hint({ keys, children }: { keys: string[]; children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1">
      {keys.map((key) => (
        <Kbd key={key}>{key}</Kbd>
      ))}
      {children}
    </span>
  );
}

/** What the menu shows for a text: what was found first, then what can be done with it, places, commands, history. */
function useGroups(open: boolean, typed: string, chosen: string, onShortcuts: () => void) {
  const only = typed.startsWith(COMMANDS_ONLY);
  const text = only ? typed.slice(1) : typed;
  const { found, error, waiting } = useFound(only ? "" : text, open);
  const subject = useRef<string>("");
  if (chosen.startsWith("tenant:")) subject.current = chosen.slice("tenant:".length);
  const tenant = found?.tenants.find((t) => t.id === subject.current) ?? found?.tenants[0];
  const [places, commands] = [usePlaceEntries(), useCommandEntries(onShortcuts)];
  const views = useViewEntries();
  const history = useHistoryEntries(open);
  const server = useFoundEntries(found);
  const actions = useTenantActions(tenant);
  const withActions = useMemo(() => {
    const [first, ...others] = server;
    return first?.id === "tenants" && actions ? [first, actions, ...others] : server;
  }, [server, actions]);
  const groups = useMemo(() => {
    const all: EntryGroup[] = only
      ? [commands]
      : text.trim() === ""
        ? [history, places, views, commands]
        : [...withActions, views, places, commands, history];
    return matching(all, text);
  }, [only, text, commands, history, places, views, withActions]);
  return { groups, text: text.trim(), error, waiting };
}

const NO_GROUPS: EntryGroup[] = [];

/** The lists come a paint after the field, so that what is typed is seen at once. */
const Groups = memo(function Groups({
  groups,
  text,
  onChoose,
}: {
  groups: EntryGroup[];
  text: string;
  onChoose: (entry: Entry) => void;
}) {
  return groups.map((group) => (
    <Command.Group key={group.id} heading={group.heading} className={groupClass}>
      {group.entries.map((entry) => (
        <Line key={entry.id} entry={entry} text={text} onChoose={onChoose} />
      ))}
    </Command.Group>
  ));
});

function Menu({ onClose, onShortcuts }: { onClose: () => void; onShortcuts: () => void }) {
  const t = useTranslations("commands");
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState("");
  const { groups, text, error, waiting } = useGroups(true, typed, chosen, onShortcuts);
  const entries = groups.flatMap((group) => group.entries);
  const listed = useDeferredValue(groups, NO_GROUPS);
  const marked = useDeferredValue(text, "");

  const choose = useLatest((entry: Entry) => {
    // What a command opens takes the menu's place.
    if (entry.run !== onShortcuts) onClose();
    if (entry.href) router.push(entry.href);
    else entry.run?.();
  });

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
    const entry = entries.find((e) => e.id === chosen);
    if (!entry?.href) return;
    event.preventDefault();
    window.open(entry.href, "_blank", "noopener");
  }

  return (
    <Command
      label={t("title")}
      shouldFilter={false}
      loop
      value={chosen}
      onValueChange={setChosen}
      onKeyDown={onKeyDown}
      className="flex max-h-[76dvh] flex-col"
    >
      <div className="flex items-center gap-3 border-b border-line px-4">
        <Search className="size-4 shrink-0 text-ink-3" aria-hidden="true" />
        <Command.Input
          value={typed}
          onValueChange={setTyped}
          placeholder={t("placeholder")}
          className="h-[52px] min-w-0 flex-1 bg-transparent text-16 outline-none placeholder:text-ink-3"
        />
        <Kbd>Esc</Kbd>
      </div>
      <Command.List
        label={t("results")}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-1.5 pb-2"
      >
        <Groups groups={listed} text={marked} onChoose={choose} />
      </Command.List>
      <p
        role="status"
        className={entries.length > 0 && !error ? "sr-only" : "px-4 pt-1 pb-4 text-13 text-ink-2"}
      >
        {error
          ? t("failed")
          : entries.length > 0
            ? t("count", { count: entries.length })
            : waiting
              ? t("searching")
              : t("nothing", { text })}
      </p>
      <footer className="flex flex-wrap items-center gap-x-4 gap-y-1 rounded-b-4 border-t border-line bg-canvas px-4 py-2 text-12 text-ink-3 max-md:hidden">
        <Hint keys={["↑", "↓"]}>{t("hint.choose")}</Hint>
        <Hint keys={["↵"]}>{t("hint.open")}</Hint>
        <Hint keys={["Ctrl", "↵"]}>{t("hint.tab")}</Hint>
        <span className="ml-auto">{t.rich("hint.commands", { key: () => <Kbd>{COMMANDS_ONLY}</Kbd> })}</span>
      </footer>
    </Command>
  );
}

/** Finds and does, from anywhere. Focus goes back to where it was. */
export function CommandMenu({
  open,
  onOpenChange,
  onShortcuts,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onShortcuts: () => void;
}) {
  const t = useTranslations("commands");
  return (
    <Dialog.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Dialog.Portal>
        <Dialog.Backdrop className={backdropClass} />
        <Dialog.Popup className="fixed top-[12vh] left-1/2 z-(--z-dialog) w-[calc(100vw-24px)] max-w-[640px] -translate-x-1/2 rounded-4 bg-overlay shadow-modal outline-none motion-normal transition-[opacity,scale] data-starting-style:scale-98 data-starting-style:opacity-0 data-ending-style:opacity-0 max-md:top-3 forced-colors:border">
          <Dialog.Title className="sr-only">{t("title")}</Dialog.Title>
          <Menu onClose={() => onOpenChange(false)} onShortcuts={onShortcuts} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

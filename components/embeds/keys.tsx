"use client";

import { useMutation } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useFormat } from "../format/use-format";
import { useMay } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { AlertDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { notify } from "../ui/toast";
import { NewKeyDialog } from "./new-key-dialog";
import { RailPart } from "./rail-part";
import { type Embeds, useEmbeds } from "./use-embeds";

type Key = Embeds["keys"][number];

function useKeyState(): (key: Key) => string {
  const t = useTranslations("embeds.keys");
  const format = useFormat();
  return (key) => {
    const now = new Date();
    if (key.revokedAt) return t("revoked", { day: format.day(key.revokedAt) });
    if (key.fromAt > now) return t("later", { day: format.day(key.fromAt) });
    if (key.untilAt && key.untilAt <= now) return t("over", { day: format.day(key.untilAt) });
    const until = key.untilAt ? t("until", { day: format.day(key.untilAt) }) : t("active");
    return key.source === "file" ? `${until}, ${t("file")}` : until;
  };
}

function RevokeKey({ chosen, embeds, onDone }: { chosen: Key | null; embeds: Embeds; onDone: () => void }) {
  const t = useTranslations("embeds.keys");
  const trpc = useTRPC();
  const { refresh, complain } = useEmbeds(embeds.tenantId, false);
  const name = chosen?.name ?? "";
  const revoke = useMutation(
    trpc.embeds.revokeKey.mutationOptions({
      async onSuccess() {
        notify({ title: t("revokedNote", { name }) });
        await refresh();
        onDone();
      },
      onError(error) {
        complain(error);
        onDone();
      },
    }),
  );
  return (
    <AlertDialog
      open={chosen !== null}
      onOpenChange={(open) => !open && onDone()}
      title={t("revokeTitle", { name })}
      confirm={t("revokeConfirm")}
      cancel={t("keep")}
      danger
      busy={revoke.isPending}
      onConfirm={() => chosen && revoke.mutate({ id: chosen.id })}
    >
      {t("revokeBody", { count: embeds.openSessions })}
    </AlertDialog>
  );
}

/** In use now, and ours to change: a key of the tenants file is changed there. */
const isOurs = (key: Key, now = new Date()) =>
  key.source === "portal" && !key.revokedAt && (!key.untilAt || key.untilAt > now);

function KeyLine({
  of: key,
  owned,
  onRotate,
  onRevoke,
}: {
  of: Key;
  owned: boolean;
  onRotate: () => void;
  onRevoke: () => void;
}) {
  const t = useTranslations("embeds.keys");
  const state = useKeyState()(key);
  const label = `${key.name}, ${state}`;
  return (
    <li className="flex flex-wrap items-center gap-x-2 gap-y-1 border-line py-2 not-first:border-t">
      <div className="min-w-32 flex-1">
        <span className="block truncate text-13 font-medium">{key.name}</span>
        <code className="block truncate text-12 text-ink-3">{key.id}</code>
        <span className="text-12 text-ink-3">{state}</span>
      </div>
      {owned ? (
        <span className="flex gap-1.5">
          {key.untilAt ? null : (
            <Button size="s" aria-label={t("rotateLabel", { name: label })} onClick={onRotate}>
              {t("rotate")}
            </Button>
          )}
          <Button variant="danger" size="s" aria-label={t("revokeLabel", { name: label })} onClick={onRevoke}>
            {t("revoke")}
          </Button>
        </span>
      ) : null}
    </li>
  );
}

/** Keys the tenant's host signs its tokens with. */
export function Keys({ embeds }: { embeds: Embeds }) {
  const t = useTranslations("embeds.keys");
  const id = useId();
  const may = useMay("embeds:write", embeds.tenantId);
  // Kept here, above the list: a private half shown once stays in sight whatever the list turns into.
  const [making, setMaking] = useState<{ replaces: Key | null } | null>(null);
  const [revoking, setRevoking] = useState<Key | null>(null);
  return (
    <RailPart
      id={id}
      title={t("title")}
      action={
        may ? (
          <Button size="s" onClick={() => setMaking({ replaces: null })}>
            <Plus />
            {t("add")}
          </Button>
        ) : undefined
      }
    >
      {embeds.keys.length > 0 ? (
        <ul>
          {embeds.keys.map((key) => (
            <KeyLine
              key={key.id}
              of={key}
              owned={may && isOurs(key)}
              onRotate={() => setMaking({ replaces: key })}
              onRevoke={() => setRevoking(key)}
            />
          ))}
        </ul>
      ) : (
        <p className="text-13 text-ink-2">{t("none")}</p>
      )}
      {making ? (
        <NewKeyDialog tenantId={embeds.tenantId} replaces={making.replaces} onClose={() => setMaking(null)} />
      ) : null}
      <RevokeKey chosen={revoking} embeds={embeds} onDone={() => setRevoking(null)} />
    </RailPart>
  );
}

"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { errorText } from "../patterns/error-state";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { notify } from "../ui/toast";
import { KeyForm, type KeyWish } from "./key-form";
import { PrivateKey } from "./private-key";
import { type Embeds, useEmbeds } from "./use-embeds";

type Made = RouterOutputs["embeds"]["addKey"];

function useMaking(tenantId: string, replaces: Embeds["keys"][number] | null, onClose: () => void) {
  const t = useTranslations("embeds.keys");
  const trpc = useTRPC();
  const { refresh } = useEmbeds(tenantId, false);
  const onSuccess = async (made: Made) => {
    if (replaces) notify({ title: t("rotatedNote", { name: made.name }) });
    await refresh();
    if (!made.privateKey) onClose();
  };
  const add = useMutation(trpc.embeds.addKey.mutationOptions({ onSuccess }));
  const rotate = useMutation(trpc.embeds.rotateKey.mutationOptions({ onSuccess }));
  return {
    busy: add.isPending || rotate.isPending,
    error: add.error ?? rotate.error,
    made: add.data ?? rotate.data,
    make({ name, publicJwk, overlapDays }: KeyWish) {
      if (replaces) rotate.mutate({ id: replaces.id, name, publicJwk, overlapDays });
      else add.mutate({ tenantId, name, publicJwk });
    },
  };
}

/**
 * Registers a public key, or makes a pair and shows its private half once; beside a key in use, or in its place after
 * a while. Whoever shows it keeps it mounted while the list of keys changes below it.
 */
export function NewKeyDialog({
  tenantId,
  replaces,
  onClose,
}: {
  tenantId: string;
  replaces: Embeds["keys"][number] | null;
  onClose: () => void;
}) {
  const t = useTranslations("embeds.keys");
  const common = useTranslations("common");
  const form = useId();
  const { busy, error, made, make } = useMaking(tenantId, replaces, onClose);
  const shown = made?.privateKey ? { ...made, pem: made.privateKey } : null;
  const title = replaces ? t("rotateTitle", { name: replaces.name }) : t("dialog");
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      once={shown !== null}
      title={shown ? t("once", { name: shown.name }) : title}
      closeLabel={common("close")}
      actions={
        shown ? (
          <Button variant="primary" onClick={onClose}>
            {t("done")}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{common("cancel")}</Button>
            <Button type="submit" form={form} variant="primary" busy={busy}>
              {t(replaces ? "rotateConfirm" : "create")}
            </Button>
          </>
        )
      }
    >
      {shown ? (
        <PrivateKey kid={shown.id} pem={shown.pem} />
      ) : (
        <KeyForm
          id={form}
          name={replaces?.name ?? ""}
          replaces={replaces !== null}
          refused={error ? errorText(error) : null}
          onWish={make}
        />
      )}
    </Dialog>
  );
}

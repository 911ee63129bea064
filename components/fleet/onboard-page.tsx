"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PageBar } from "../layout/top-bar";
import { errorText } from "../patterns/error-state";
import { ForbiddenState } from "../patterns/forbidden-state";
import { PageHeader } from "../patterns/page-header";
import { useMay } from "../providers/me";
import { useTRPC, useTRPCClient } from "../providers/trpc";
import type { RouterInputs } from "../providers/types";
import { formatOf } from "./format-of";
import { PreviewStep } from "./preview-step";
import { type Upload, UploadStep } from "./upload-step";

function Onboard() {
  const trpc = useTRPC();
  const router = useRouter();
  const [upload, setUpload] = useState<Upload | null>(null);
  const preview = useMutation(trpc.onboarding.preview.mutationOptions());
  const client = useTRPCClient();
  const [starting, setStarting] = useState<{ busy: boolean; error?: unknown }>({ busy: false });
  // By hand: a mutation of the cache would keep what it was called with, and that holds secrets.
  async function start(input: RouterInputs["onboarding"]["start"]) {
    setStarting({ busy: true });
    try {
      const { run } = await client.onboarding.start.mutate(input);
      router.push(`/runs/${run}`);
    } catch (error) {
      setStarting({ busy: false, error });
    }
  }
  const fileOf = ({ text, fileName }: Upload) => {
    const format = formatOf(text, fileName);
    return { file: text, format, fileName: fileName || (format === "csv" ? "pasted.csv" : "pasted.yaml") };
  };
  function read(next: Upload) {
    setUpload(next);
    preview.mutate(fileOf(next));
  }
  if (upload && preview.data)
    return (
      <PreviewStep
        fileName={fileOf(upload).fileName}
        preview={preview.data}
        busy={starting.busy}
        problem={starting.error ? errorText(starting.error) : undefined}
        onOther={() => {
          preview.reset();
          setStarting({ busy: false });
        }}
        onStart={(options) => void start({ ...fileOf(upload), ...options })}
      />
    );
  return (
    <UploadStep
      busy={preview.isPending}
      problem={preview.error ? errorText(preview.error) : undefined}
      onRead={read}
    />
  );
}

/** Onboard many: a file in, a table of what it would do, one run. */
export function OnboardPage() {
  const t = useTranslations("fleet");
  const shell = useTranslations("shell");
  const may = useMay("tenants:create");
  return (
    <>
      <PageBar
        crumbs={[
          { label: shell("fleet") },
          { label: shell("tenants"), href: "/tenants" },
          { label: t("title") },
        ]}
      />
      <PageHeader title={t("title")}>{t("lead")}</PageHeader>
      {may ? <Onboard /> : <ForbiddenState permission="tenants:create" />}
    </>
  );
}

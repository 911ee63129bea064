"use client";

import { Eye, EyeOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";

/** A password with a button that shows what was typed. */
export function PasswordInput({
  name,
  label,
  autoComplete,
  error,
  hint,
}: {
  name: string;
  label: ReactNode;
  autoComplete: "current-password" | "new-password";
  error?: ReactNode;
  hint?: ReactNode;
}) {
  const t = useTranslations("auth.signIn");
  const [shown, setShown] = useState(false);
  return (
    <div className="relative">
      <Field label={label} error={error} hint={hint}>
        <Input
          name={name}
          type={shown ? "text" : "password"}
          autoComplete={autoComplete}
          size="l"
          className="pr-11"
          required
        />
      </Field>
      <Button
        variant="quiet"
        square
        className="absolute top-[29px] right-1 max-md:top-[27px]"
        aria-label={shown ? t("hide") : t("show")}
        onClick={() => setShown(!shown)}
      >
        {shown ? <EyeOff /> : <Eye />}
      </Button>
    </div>
  );
}

"use client";

import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { publicError } from "../patterns/error-state";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";

export type Invitation = RouterOutputs["invitations"]["open"];

const KEY = "tenantry.invitation";

/** From the address's hash, which browsers never send, or what this tab kept while its person signed in. */
function takeToken(): string | null {
  const given = window.location.hash.slice(1);
  if (given) {
    sessionStorage.setItem(KEY, given);
    // Out of the address: it is neither read over a shoulder nor kept by the history.
    window.history.replaceState(null, "", window.location.pathname);
  }
  return sessionStorage.getItem(KEY);
}

export function forgetToken(): void {
  sessionStorage.removeItem(KEY);
}

/** What the link this page was opened by is for. `invalid` also where there is no link at all. */
export function useInvitation() {
  const trpc = useTRPC();
  const [token, setToken] = useState<string | null>(null);
  const [missing, setMissing] = useState(false);
  const { mutate, data, error } = useMutation(trpc.invitations.open.mutationOptions());
  useEffect(() => {
    const look = () => {
      const found = takeToken();
      setToken(found);
      setMissing(found === null);
      if (found) mutate({ token: found });
    };
    look();
    // Another link opened in this tab changes the hash alone.
    window.addEventListener("hashchange", look);
    return () => window.removeEventListener("hashchange", look);
  }, [mutate]);
  const code = error ? publicError(error).code : undefined;
  const invalid = missing || code === "invitation.invalid" || code === "input.invalid";
  const again = () => {
    if (token) mutate({ token });
  };
  return { token, invitation: data, invalid, error: invalid ? null : error, again };
}
